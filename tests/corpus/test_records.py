"""Records: exactly the fields of docs/schema.md, and back without loss."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from service.corpus.records import (
    dumps,
    event_from_record,
    event_record,
    failure_record,
    summary_from_record,
    summary_record,
    translation_from_record,
    translation_record,
)
from service.corpus.revisions import as_revision
from service.domain import Document, Failure, TranslatedQuotation
from tests.corpus.fakes import FakeNewsroom

FIELDS = {
    "translation": "document_id title title_original outlet byline dateline url published_at updated_at "
    "source_language_code target_language_code language_confidence text paragraphs segments notices dropped_lines "
    "revision_of changes content_sha256 provenance title_flags terms language_candidates",
    "paragraph": "paragraph_id kind language_code segment_ids language_confidence runner_up",
    "segment": "segment_id original text language_code score flags",
    "summary": "document_id title text sentences notices provenance",
    "event": "event_id title document_ids duplicates status when where who first_reported_by outlets language_codes "
    "summary agreed_facts conflicts timeline provenance",
    "failure": "document_id stage reason message metadata",
}


@pytest.fixture
def translation():
    text = "Zwölf Personen trafen sich in Bodø. Es waren 12.\n\nShare: x\n\nKI-generert"
    document = Document("a/b", text=text, title="Treffen", outlet="Avisa", published_at="2024-10-11")
    return FakeNewsroom().translate(document)


def test_translation_has_the_fields_of_the_schema(translation):
    record = translation_record(translation)
    assert set(record) == set(FIELDS["translation"].split())
    assert set(record["paragraphs"][0]) == set(FIELDS["paragraph"].split())
    assert set(record["segments"][0]) == set(FIELDS["segment"].split())
    assert record["segments"][1]["flags"] == [{"code": "NUMBER", "detail": "12 -> 21"}]
    assert record["notices"] == [{"kind": "AI_GENERATED", "text": "KI", "original": "KI", "flags": []}]
    assert record["dropped_lines"] == [{"original": "Share: x", "rule": "share_bar"}]
    assert (record["revision_of"], record["changes"]) == (None, None)
    assert set(record["provenance"]) == {"model_id", "model_revision", "engine", "compute_type", "signature"}


def test_summary_and_event_have_the_fields_of_the_schema(translation):
    newsroom = FakeNewsroom()
    summary, event = summary_record(newsroom.summarize(translation)), event_record(newsroom.describe([translation]))
    assert set(summary) == set(FIELDS["summary"].split())
    assert set(summary["sentences"][0]) == {"text", "flags", "sources", "quotations"}
    assert set(summary["sentences"][0]["sources"][0]) == {"document_id", "segment_id", "text", "original"}
    assert set(event) == set(FIELDS["event"].split())
    assert set(event["when"]) == {"edtf", "inferred_edtf", "basis"}
    assert set(event["summary"]) == {"text", "sentences"}
    assert set(event["where"][0]) == {"name", "variants", "documents"}
    assert set(event["conflicts"][0]) == {"kind", "about", "sides"}
    assert set(event["timeline"][0]) == {"edtf", "text", "sources"}
    assert event["provenance"] == summary["provenance"]


def test_a_quotation_stands_beside_what_was_said(translation):
    said = TranslatedQuotation("All is well", "Alt er vel")
    made = FakeNewsroom().summarize(translation)
    summary = replace(made, sentences=(replace(made.sentences[0], quotations=(said,)), *made.sentences[1:]))
    record = summary_record(summary)
    assert record["sentences"][0]["quotations"] == [{"text": "All is well", "original": "Alt er vel"}]
    assert summary_from_record(record) == summary
    del record["sentences"][0]["quotations"]  # as an earlier version kept it
    assert summary_from_record(record).sentences[0].quotations == ()


def test_failure_has_the_fields_of_the_schema():
    record = failure_record(Failure("a", "read", "NOT_TEXT", "it is a PDF", {"file": "a.txt"}))
    assert set(record) == set(FIELDS["failure"].split())
    assert record["metadata"] == {"file": "a.txt"}


def test_records_come_back_as_they_were(translation):
    newsroom = FakeNewsroom()
    revision = as_revision(newsroom.translate(Document("a/b", text="Etwas anderes.")), translation)
    for value in (translation, revision):
        record = translation_record(value)
        assert translation_record(translation_from_record(json.loads(dumps(record)))) == record
    summary, event = summary_record(newsroom.summarize(translation)), event_record(newsroom.describe([translation]))
    assert summary_record(summary_from_record(json.loads(dumps(summary)))) == summary
    assert event_record(event_from_record(json.loads(dumps(event)))) == event


def test_a_changed_revision_says_of_what(translation):
    newsroom = FakeNewsroom()
    record = translation_record(as_revision(newsroom.translate(Document("a/b", text="Etwas anderes.")), translation))
    assert record["revision_of"] == translation.content_sha256
    assert {"kind", "segment_id"} == set(record["changes"][0])


def test_lines_are_sorted_and_unescaped():
    line = dumps({"b": "Tromsø – «ja»", "a": {"d": 1, "c": None}})
    assert line == '{"a": {"c": null, "d": 1}, "b": "Tromsø – «ja»"}'


def test_a_newline_in_a_text_stays_on_its_line():
    assert "\n" not in dumps({"text": "a\n\nb\u2028c"}).replace("\u2028", "")


def test_figures_are_rounded_so_that_a_last_bit_changes_nothing(translation):
    record = translation_record(translation)
    assert record["segments"][0]["score"] == -0.1235
    assert record["language_confidence"] == 0.9877
