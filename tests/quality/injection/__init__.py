"""Plants one failure of a known kind into a good translation, to measure what the checks of a segment see.

`plant` knows English and nothing of Tidings: no module here but `report` imports from `service`, and the word lists
are this package's own. A failure counts as seen where the right flag is raised that the good pair does not raise.
Run: `.venv/bin/python -m tests.quality.injection --data ../shared/eval/translation`.
"""
