"""Translation figures, by hand on a translator that always says the same."""

from __future__ import annotations

import sys

import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter
from service.errors import ConfigurationError
from service.evaluation import evaluate
from service.evaluation.translators import TimedEngine, as_document
from service.text.detection import LanguageDetector
from service.translation import DocumentTranslator, Router, SegmentTranslator
from tests.evaluation.conftest import value
from tests.fakes import FakeEngine

LINES = [
    "Katten satt på matten.",
    "Regjeringen la fram forslaget fredag. Stortinget behandler det etter påske.",
    "– Vi er klare, sier hun.",
    "Toget går 17. mai klokken ni.",
]


@pytest.fixture
def data(folder):
    folder("news.nb", "Katten satt på matta.\nKatten satt på matta.\n")
    folder("news.nn", "Katten sat på matta.\nKatten sat på matta.\n")
    return folder("news.en", "The cat sat on the mat.\nThe cat sat on the mat.\n")


def test_the_reference_itself_scores_100_in_every_language_and_on_the_mean(data, context, engine):
    report = evaluate("translation", context(data))
    for code in ("nb", "nn", "all"):
        for system in ("raw", "tidings"):
            assert value(report, "chrf", system, language_code=code) == pytest.approx(100)
            assert value(report, "bleu", system, language_code=code) == pytest.approx(100)
    assert {row.set for row in report.rows} == {"news"}
    assert {row.language_code: row.n for row in report.rows} == {"nb": 2, "nn": 2, "all": 4}
    assert sorted(report.files) == ["news.en", "news.nb", "news.nn"]
    assert all("version" in row.signature for row in report.rows if row.metric in ("chrf", "bleu"))
    assert all(
        "fake-translation" in row.extra["model"] for row in report.rows if row.metric == "chrf" and "model" in row.extra
    )


def test_flags_are_counted_once_a_line_and_code_and_sum_to_the_figure(folder, context, engine):
    folder("news.nb", "Katten satt på matta 3. mai i Bergen med 40 andre katter og 12 hunder.\nKatten satt på matta.\n")
    report = evaluate("translation", context(folder("news.en", "A.\nB.\n")))
    raw = next(r for r in report.rows if (r.metric, r.system, r.language_code) == ("flags_per_1000", "raw", "nb"))
    assert raw.extra["flags"]["NUMBER"] == 500, "one of two lines lost numbers, however many"
    assert raw.value == pytest.approx(sum(raw.extra["flags"].values()))
    assert "REPAIRED" not in raw.extra["flags"], "what informs is no warning"


def test_raw_decodes_lines_as_they_stand_and_tidings_sentences_of_many_lines_at_once(folder, context, engine):
    folder("news.nb", "\n".join(LINES) + "\n")
    evaluate("translation", context(folder("news.en", "a\n" * 4)))
    calls = [call for call in engine.calls if len(call) > 1]
    assert calls[0] == LINES
    assert len(calls[1]) == 5, "the two sentences of one line are two segments, decoded with all others"


def test_lines_of_one_document_are_translated_as_documents_of_one_line():
    detector = LanguageDetector()
    engine = FakeEngine(str.upper)
    translator = DocumentTranslator(
        Router({"nb": Decoder(engine, None, Meter())}), detector, SegmentTranslator(DecodingOptions())
    )
    together = translator.translate(as_document(LINES, "nb")).text.split("\n\n")
    assert together == [translator.translate(as_document([line], "nb")).text for line in LINES]


def test_limit_takes_the_first_lines(data, context, engine):
    report = evaluate("translation", context(data, limit=1))
    assert {row.n for row in report.rows if row.language_code == "nb"} == {1}


def test_a_language_without_a_model_is_left_out_aloud(data, folder, context, engine, said):
    folder("news.fr", "Le chat.\nLe chat.\n")
    report = evaluate("translation", context(data))
    assert "fr" not in {row.language_code for row in report.rows}
    assert said == ["news.fr is left out: no installed model translates it"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"news.nb": "a\n"}, r"no NAME.LANG beside a NAME.en .*it holds news.nb"),
        ({"news.nb": "a\n", "news.en": "a\nb\n"}, "news.nb has 1 lines and news.en 2"),
        ({"news.fr": "a\n", "news.en": "a\n"}, r"no file in .* \(nb, nn\)"),
    ],
)
def test_data_that_does_not_fit_is_refused(folder, context, engine, files, message):
    for name, text in files.items():
        where = folder(name, text)
    with pytest.raises(ConfigurationError, match=message):
        evaluate("translation", context(where))


def test_without_sacrebleu_the_extra_is_named(data, context, engine, monkeypatch):
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    with pytest.raises(ConfigurationError, match=r"pip install tidings\[evaluate\]"):
        evaluate("translation", context(data))


def test_speed_is_tokens_of_the_best_hypothesis_by_the_time_inside_the_engine(monkeypatch):
    moments = iter([10.0, 12.0])
    monkeypatch.setattr("service.evaluation.translators.time.perf_counter", lambda: next(moments))
    engine = TimedEngine(FakeEngine(lambda _: "one two three"))
    engine.generate(["a", "b"], DecodingOptions(num_hypotheses=4))
    assert (engine.tokens, engine.seconds) == (6, 2.0)
