"""ROUGE by hand, LexRank on a plain case, and the figures of summaries with and without a model."""

from __future__ import annotations

import pytest

from service.domain import Flag, FlagCode, Source, SummarySentence
from service.errors import ConfigurationError
from service.evaluation import evaluate
from service.evaluation.lexrank import centrality, lexrank
from service.evaluation.rouge import common_subsequence, rouge, rouge_words
from service.evaluation.summaries import coverage, cut, unsupported
from service.installed import Installed
from tests.evaluation.conftest import value
from tests.fakes import FakeEngine, fake_spec

ARTICLE = (
    "The town council of Bergen voted on Thursday to close two harbour terminals to cruise ships from next summer. "
    "Mayor Kari Lund said that the ships had brought more visitors than the old town could take. "
    "Shopkeepers near the harbour protested against the decision of the council. "
    "The council will look at the matter again in 2028."
)
SUMMARY = "Bergen will close two harbour terminals to cruise ships next summer, the town council decided."


class TestRouge:
    def test_words_are_stemmed_and_marks_are_nothing(self):
        assert rouge_words("The SHIPS' visitors, visiting (2028)!") == ["the", "ship", "visitor", "visit", "2028"]

    def test_by_hand(self):
        # shared: the, sat, on, the -> 4 of 6 and 5; bigrams: sat on, on the -> 2 of 5 and 4
        found = rouge("the cat sat on the mat", "the dog sat on the")
        assert found["rouge1"] == pytest.approx(200 * 4 / 11)
        assert found["rouge2"] == pytest.approx(200 * 2 / 9)
        assert found["rougeL"] == pytest.approx(200 * 4 / 11)

    def test_a_word_counts_as_often_as_both_have_it(self):
        assert rouge("cat cat cat", "cat")["rouge1"] == pytest.approx(50)

    @pytest.mark.parametrize(("text", "reference"), [("", "cat"), ("cat", ""), ("", ""), ("cat", "dog")])
    def test_nothing_shared_is_zero(self, text, reference):
        assert set(rouge(text, reference).values()) == {0}

    def test_the_same_is_100(self):
        assert set(rouge(ARTICLE, ARTICLE).values()) == {100}

    @pytest.mark.parametrize(
        ("a", "b", "length"), [("abcbdab", "bdcaba", 4), ("aaaa", "aa", 2), ("abc", "cba", 1), ("", "a", 0)]
    )
    def test_longest_common_subsequence(self, a, b, length):
        assert common_subsequence(a, b) == common_subsequence(b, a) == length


class TestLexRank:
    SENTENCES = (
        "Ships fill the harbour.",
        "The harbour is full of ships and visitors.",
        "Ships and visitors.",
        "It rained.",
    )

    def test_what_is_most_like_the_others_is_most_central(self):
        shares = centrality(self.SENTENCES)
        assert sum(shares) == pytest.approx(1)
        assert max(range(4), key=shares.__getitem__) in (1, 2)
        assert min(range(4), key=shares.__getitem__) in (0, 3)

    def test_takes_sentences_until_the_budget_is_reached_and_none_twice(self):
        assert len(lexrank([*self.SENTENCES, *self.SENTENCES], 1000)) == 4
        assert len(lexrank(self.SENTENCES, 1)) == 1
        assert lexrank([], 10) == []


@pytest.fixture
def extractive(monkeypatch):
    monkeypatch.setattr(Installed, "open", classmethod(lambda cls, _: cls({}, None)))


@pytest.fixture
def writer(monkeypatch):
    engine = FakeEngine(
        lambda _: "Nobody voted in Oslo.", spec=fake_spec("summarization", ("en",), summary_input="document")
    )
    monkeypatch.setattr(Installed, "open", classmethod(lambda cls, _: cls({}, engine)))
    return engine


def test_articles_and_events_without_a_model(jsonl, context, extractive, said):
    jsonl("articles.jsonl", {"text": ARTICLE, "summary": SUMMARY, "summary2": "Shopkeepers protested."})
    events = {"documents": [{"title": "Ships", "text": ARTICLE}, {"text": ARTICLE[:190]}], "summary": SUMMARY}
    report = evaluate("summaries", context(jsonl("events.jsonl", events)))
    assert {row.set for row in report.rows} == {"articles", "events"}
    assert {row.system for row in report.rows} == {"tidings", "lead-3", "lexrank"}
    lead = cut(ARTICLE, 15), cut(ARTICLE, 5)
    wanted = (rouge(lead[0], SUMMARY)["rouge1"] + rouge(lead[1], "Shopkeepers protested.")["rouge1"]) / 2
    assert value(report, "rouge1", "lead-3", set="articles") == pytest.approx(wanted), "mean over both references"
    for name in ("articles", "events"):
        assert value(report, "extractive_share", set=name) == 1
        assert value(report, "unsupported_share", set=name) == 0
    assert said == ["no summariser is installed: no system seq2seq, and tidings shows source sentences"]


def test_a_model_alone_says_what_it_likes_and_tidings_does_not(jsonl, context, writer):
    report = evaluate("summaries", context(jsonl("a.jsonl", {"text": ARTICLE, "summary": "Nobody voted in Oslo."})))
    assert value(report, "rouge1", "seq2seq") == pytest.approx(100)
    assert value(report, "unflagged_unsupported_share") == 0
    assert value(report, "rouge1", "tidings") < 50


def test_unsupported_is_what_a_check_doubts_beside_the_named_sources():
    source = Source("d", "p1.s1", "Twelve people were injured in Bodø.", "")
    assert not unsupported(SummarySentence("Twelve people were injured.", (source,)))
    assert unsupported(SummarySentence("Thirty people were injured.", (source,), (Flag(FlagCode.UNSUPPORTED),)))
    assert unsupported(SummarySentence("Twelve people were injured.", ()))


@pytest.mark.parametrize(
    ("why", "text", "reference", "share"),
    [
        ("name and figure", "Solheim spoke of 12 ships.", "There were 12 ships, Kari Solheim said.", 1.0),
        ("the figure alone", "There were 12 ships.", "There were 12 ships, Kari Solheim said.", 0.5),
        ("another figure", "There were 13 ships.", "There were 12 ships.", 0.0),
        ("nothing to cover", "It rained.", "it rained.", None),
    ],
)
def test_coverage(why, text, reference, share):
    assert coverage(text, reference) == share, why


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "A.", "summary": ""}, "record 1 has an empty summary"),
        ({"documents": [], "summary": "A."}, "documents should be a list of objects with text"),
        ({"documents": ["A."], "summary": "A."}, "documents should be a list of objects with text"),
        ({"summary": "A."}, "has no text or documents"),
    ],
)
def test_what_is_no_article_and_no_event_is_refused(jsonl, context, extractive, row, message):
    with pytest.raises(ConfigurationError, match=message):
        evaluate("summaries", context(jsonl("x.jsonl", row)))
