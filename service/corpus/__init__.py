"""A corpus on disk -> record files: reading, resuming, revisions, the report. Holds no stage of the pipeline itself.

May import `pipeline`, `executor` and everything below them. RECORDS' shapes are in `records`, what goes in is
`readers`' and `lines`', what survives a kill is `workspace`'s.
"""
