"""HTML in English as a record: what `tidings translate --html --json` prints, one a line."""

from __future__ import annotations

from service.corpus.records import Record, provenance_record, segment_record, term_record
from service.translation.html import HtmlTranslation
from service.translation.route import TARGET


def html_record(document_id: str, translation: HtmlTranslation) -> Record:
    """Field by field as in translations.jsonl; `html` in place of `text` and `paragraphs`."""
    return {
        "document_id": document_id,
        "html": translation.html,
        "source_language_code": translation.source_language_code,
        "target_language_code": TARGET,
        "segments": [segment_record(segment) for segment in translation.segments],
        "terms": [term_record(term) for term in translation.terms],
        "provenance": provenance_record(translation.provenance),
    }
