"""A translated quotation beside what was said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain import Flag, FlagCode, Segment
from service.summaries.article import ArticleSummarizer
from service.summaries.candidates import Candidate
from service.summaries.quoted import quotations_in
from tests.summaries.articles import translated


def pairs(text, original, code, *, flags=(), shown=None):
    segment = Segment("p1.s1", original, text, code, -0.2, flags)
    candidate = Candidate("a", 0, 0, segment, text, (), len(text.split()), 0, 1.0, 1.0)
    return [(q.text, q.original) for q in quotations_in(shown or text, [candidate])]


@pytest.mark.parametrize(
    ("text", "original", "code", "wanted"),
    [
        pytest.param(
            "“We have no money left,” said Ola Vik.",
            "«Vi har ikke mer penger», sa Ola Vik.",
            "nb",
            [("We have no money left", "Vi har ikke mer penger")],
            id="Norwegian marks",
        ),
        pytest.param(
            "“That is too dear,” Karin Vogt said.",
            "„Das ist zu teuer“, sagte Karin Vogt.",
            "de",
            [("That is too dear", "Das ist zu teuer")],
            id="German marks",
        ),
        pytest.param(
            '"We have no money left," says Ola Vik.',
            "– Vi har ikke mer penger, sier Ola Vik.",
            "nb",
            [("We have no money left", "Vi har ikke mer penger")],
            id="a dialogue dash",
        ),
        pytest.param(
            "He called it “madness” and “a bad joke”.",
            "Er nannte es „Wahnsinn“ und „einen schlechten Scherz“.",
            "de",
            [("madness", "Wahnsinn"), ("a bad joke", "einen schlechten Scherz")],
            id="two, in order",
        ),
    ],
)
def test_a_quotation_stands_beside_what_was_said(text, original, code, wanted):
    assert pairs(text, original, code) == wanted


@pytest.mark.parametrize(
    ("text", "original", "code"),
    [
        pytest.param("“We sail,” she said.", "“We sail,” she said.", "en", id="the source is English"),
        pytest.param("She said that they sail.", "«Vi seiler», sa hun.", "nb", id="the translation quotes nothing"),
        pytest.param("“We sail,” she said.", "Hun sa at de seiler.", "nb", id="the original quotes nothing"),
        pytest.param("“We sail and we row,” she said.", "«Vi seiler», sa hun, «og vi ror».", "nb", id="two became one"),
        pytest.param("The “Havsula” sank.", "«Havsula» sank.", "nb", id="a name is not translated"),
        pytest.param("“We lost 12 boats,” she said.", "«Vi mistet 14 båter», sa hun.", "nb", id="another figure"),
        pytest.param(
            "“Yes,” she said.", "«Ja, men bare hvis kommunen betaler for hele turen», sa hun.", "nb", id="far too short"
        ),
    ],
)
def test_what_cannot_be_paired_for_certain_is_left_out(text, original, code):
    assert pairs(text, original, code) == []


def test_a_doubted_quotation_is_left_out():
    doubt = (Flag(FlagCode.QUOTE, "lost"),)
    assert pairs("“We sail,” she said.", "«Vi seiler», sa hun.", "nb", flags=doubt) == []


def test_only_what_the_sentence_shows_is_paired():
    text, original = "It was “madness”, he said, and “a bad joke”.", "Es sei „Wahnsinn“, sagte er, und „ein Witz“."
    assert pairs(text, original, "de", shown="It was “madness”, he said.") == [("madness", "Wahnsinn")]


def test_a_summary_sentence_carries_it():
    article = translated(["“The bridge in Vardnes is safe again,” the mayor Ola Vik said on Monday."])
    norwegian = replace(article.segments[0], original="«Broen i Vardnes er trygg igjen», sa ordfører Ola Vik mandag.")
    (sentence,) = ArticleSummarizer(None).summarize(replace(article, segments=(norwegian,))).sentences
    (quotation,) = sentence.quotations
    assert (quotation.text, quotation.original) == (
        "The bridge in Vardnes is safe again",
        "Broen i Vardnes er trygg igjen",
    )
