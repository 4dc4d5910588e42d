"""What a summary of several outlets must not tell twice, and what looks alike but is news."""

from __future__ import annotations

import itertools

import pytest

from service.summaries import EventSummarizer
from service.summaries.candidates import candidates
from service.summaries.length import SummaryLength
from service.summaries.restated import says_the_same
from tests.summaries.articles import translated


def pair(one: str, other: str, days: tuple[str | None, str | None] = (None, None)):
    return [candidates(translated([t], document_id=d, published_at=day), i)[0]
            for i, (t, d, day) in enumerate(zip((one, other), "ab", days, strict=True))]  # fmt: skip


SAME = {
    "the same verdict, other details": (
        "A panel of judges in Tromsø refused on Monday to stop the county's new fishing map, a defeat for the trawler owners.",
        "A court in Tromsø threw out a challenge to the county's new fishing map on Monday, a defeat for owners of big trawlers.",
    ),
    "the same appeal, each with an end of its own": (
        "The Nordic Health Board called on Friday for a halt to the sale of sleeping pills until May, so that stocks last.",
        "The Nordic Health Board called Friday for a temporary halt to the sale of sleeping pills by chemists in large towns.",
    ),
    "the same resignation": (
        "The mayor of Vardnes, Ola Berg, accused of taking bribes from builders, will resign on Wednesday.",
        "Mayor Ola Berg of Vardnes has announced that he will resign after several accusations of bribes.",
    ),
    "the same rule of a firm": (
        "From next month the search firm Finn will no longer sell advertisements beside pages that deny the harm of tobacco.",
        "The search firm Finn announced a rule that forbids advertisements on pages that deny the harm of tobacco.",
    ),
}
NEWS = {
    "the same names, another deed": (
        "Siri Moen endorsed Ola Berg on Thursday night.",
        "Ola Berg will meet the party veteran Siri Moen in Bergen on Friday to talk about money for schools.",
    ),
    "the same matter, another side": (
        "The ferry Solveig ran aground outside Ballstad on Tuesday night with 214 passengers on board.",
        "Ballstad has been without a rescue boat since 2019, when the municipality sold it.",
    ),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_two_outlets_that_tell_the_same_say_the_same(one, other):
    first, second = pair(one, other)
    assert says_the_same(first, second)
    assert says_the_same(second, first)


@pytest.mark.parametrize(("one", "other"), NEWS.values(), ids=NEWS.keys())
def test_names_in_common_are_no_repetition(one, other):
    first, second = pair(one, other)
    assert not says_the_same(first, second)
    assert not says_the_same(second, first)


BEFORE = "Two workers were hurt in the fire at the timber yard Nordtre in Vardnes, the police said."
AFTER = {
    "a new figure": "The fire at the timber yard Nordtre hurt 14 workers and neighbours, the hospital in Bodø said.",
    "a denial": "The fire at the timber yard Nordtre hurt no neighbours though two workers fled, the hospital in Bodø said.",
}


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER.keys())
def test_a_later_update_with_new_facts_is_kept_and_one_of_the_same_day_is_not(after):
    assert not says_the_same(*pair(BEFORE, after, ("2025-03-03", "2025-03-04")))
    assert not says_the_same(*pair(after, BEFORE, ("2025-03-04", "2025-03-03")))
    assert says_the_same(*pair(BEFORE, after, ("2025-03-03T08:00", "2025-03-03T18:00")))


def test_a_later_report_without_new_facts_is_a_repetition():
    again = "The fire at the timber yard Nordtre hurt two workers, the hospital in Bodø said."
    assert says_the_same(*pair(BEFORE, again, ("2025-03-03", "2025-03-04")))


def test_no_two_sentences_of_an_events_summary_say_the_same():
    outlets = [translated(list(texts), document_id=f"d{i}") for i, texts in enumerate(zip(*SAME.values(), strict=True))]
    pool = {c.text: c for i, outlet in enumerate(outlets) for c in candidates(outlet, i)}
    told = [s.text for s in EventSummarizer(None, length=SummaryLength(200)).summarize(outlets).sentences]
    assert len(told) == len(SAME)
    assert not any(says_the_same(pool[a], pool[b]) for a, b in itertools.combinations(told, 2))
    for one, other in SAME.values():
        assert (one in told) != (other in told)
