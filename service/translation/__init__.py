"""A cleaned document in, the same document in English out, aligned segment by segment.

Knows routing (which model serves a language), what is masked before decoding, English typographic convention, and how
a doubted segment is made again. May import checks, batching, store, facts, text, languages, domain and errors.
"""

from service.translation.document import DocumentTranslator
from service.translation.glossary import EMPTY, Glossary
from service.translation.route import Router
from service.translation.segments import SegmentTranslator

__all__ = ["EMPTY", "DocumentTranslator", "Glossary", "Router", "SegmentTranslator"]
