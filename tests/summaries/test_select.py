"""What is told, and what is not told twice."""

from __future__ import annotations

import time

import pytest

from service.domain import Flag, FlagCode, ParagraphKind
from service.facts.words import content_words
from service.summaries.candidates import candidates
from service.summaries.length import SummaryLength
from service.summaries.select import choose
from tests.summaries.articles import FERRY, translated

ONE = SummaryLength.SENTENCE


def chosen(sentences, length=SummaryLength.PARAGRAPH, title=None, **more):
    pool = candidates(translated(sentences, **more))
    return [c.text for c in choose(pool, length, title_stems=frozenset(content_words(title or "", "en")))]


def test_the_lead_comes_first_where_nothing_else_is_said_more():
    assert chosen(FERRY, ONE) == [FERRY[0]]


def test_neither_the_question_nor_the_dangling_pronoun_is_told():
    told = chosen(FERRY)
    assert len(told) >= 3
    assert FERRY[2] not in told
    assert FERRY[3] not in told


@pytest.mark.parametrize("sentence", ["A quiet day.", "Really?", "It was.", "The mill closed."])
def test_a_one_sentence_article_is_told_whatever_it_is(sentence):
    assert chosen([sentence]) == [sentence]


def test_an_article_without_text_has_nothing_to_choose_from():
    assert chosen([]) == []


def test_the_same_thing_is_not_told_twice():
    again = "The ferry Solveig ran aground outside Ballstad late on Tuesday with 214 passengers, the coast guard said."
    told = chosen([FERRY[0], again, *FERRY[4:]])
    assert (FERRY[0] in told) != (again in told)


@pytest.mark.parametrize("code", [FlagCode.ECHO, FlagCode.LOOP, FlagCode.TRUNCATED, FlagCode.NUMBER, FlagCode.NAME])
def test_of_two_sentences_that_say_the_same_the_one_without_a_doubt_is_told(code):
    first = "The ferry Solveig ran aground outside Ballstad on Tuesday night with 214 passengers on board."
    second = "The ferry Solveig with 214 passengers on board ran aground outside Ballstad on Tuesday night."
    assert chosen([first, second], ONE) == [first]
    assert chosen([first, second], ONE, flags={0: (Flag(code),)}) == [second]


@pytest.mark.parametrize("kind", [ParagraphKind.CAPTION, ParagraphKind.HEADING])
def test_captions_and_headings_are_never_candidates(kind):
    assert FERRY[0] not in chosen(FERRY, SummaryLength(1000), kinds={0: kind})


def test_what_was_not_translated_is_never_a_candidate():
    assert FERRY[0] not in chosen(FERRY, SummaryLength(1000), flags={0: (Flag(FlagCode.UNTRANSLATED),)})


def test_list_items_and_quotes_are_candidates():
    kinds = {0: ParagraphKind.LIST_ITEM, 1: ParagraphKind.QUOTE}
    assert {FERRY[0], FERRY[1]} <= set(chosen(FERRY, SummaryLength(1000), kinds=kinds))


def test_a_leaning_sentence_is_worth_more_behind_its_antecedent():
    lead = "The harbour master Olga Stray closed the port of Vardnes on Monday after a diesel leak."
    leaning = "She expects ships to return when divers have sealed the tank, the pump and both valves."
    told = chosen([lead, leaning])
    assert told == [lead, leaning]
    caption_between = chosen([lead, "A diver at work.", leaning], ONE, kinds={0: ParagraphKind.CAPTION})
    assert caption_between != [leaning] or len(caption_between) == 1


@pytest.mark.parametrize(
    "length",
    [SummaryLength.HEADLINE, SummaryLength.SENTENCE, SummaryLength.PARAGRAPH, SummaryLength(30), SummaryLength(60)],
)
def test_the_length_holds(length):
    told = chosen(FERRY, length)
    assert told
    assert length.sentences is None or len(told) <= length.sentences
    assert sum(len(t.split()) for t in told) <= length.most_words or len(told) == 1


def filler(count: int) -> list[str]:
    """Sentences about a town's daily life, no two alike, all of ordinary length."""
    who = [
        "The bakery",
        "The library",
        "A fishmonger",
        "The bus company",
        "The choir",
        "A retired teacher",
        "The museum",
    ]
    does = ["opens", "repairs", "visits", "paints", "praises", "describes", "remembers", "borrows", "cleans"]
    what = ["the market square", "an old boathouse", "a winter concert", "the school yard", "a row of cabins"]
    when = ["on weekdays", "in the afternoon", "every spring", "before the holidays", "when the weather allows"]
    more = ["with great patience", "for the sake of visitors", "as neighbours always did", "without much talk"]
    return [
        f"{who[i % 7]} {does[i % 9]} {what[i % 5]} {when[(i // 3) % 5]} {more[(i // 7) % 4]} and house {i} gets coffee."
        for i in range(count)
    ]


PLANTED = "The council of Vardnes voted 19 to 8 to close the Nordlys cannery and dismiss 340 workers."


LEAD = "The Nordlys cannery in Vardnes has been the town's largest employer since 1954, and many wait to hear its fate."


@pytest.mark.parametrize(
    ("article", "title"),
    [
        pytest.param([*filler(420), PLANTED], "Vardnes closes the Nordlys cannery", id="named in the headline"),
        pytest.param([LEAD, *filler(420), PLANTED], None, id="about what the lead is about"),
        pytest.param([*filler(420), PLANTED], None, id="announced by nothing"),
        pytest.param([*filler(420), PLANTED, *filler(2)], None, id="not quite the last"),
    ],
)
def test_a_fact_at_the_end_of_a_long_article_is_told(article, title):
    assert sum(len(s.split()) for s in article) > 6000
    assert PLANTED in chosen(article, title=title)


def test_ten_thousand_sentences_take_seconds_and_memory_that_grows_with_the_text():
    pool = candidates(translated([*filler(10_000), PLANTED]))
    started = time.perf_counter()
    assert choose(pool, SummaryLength.PARAGRAPH)
    assert time.perf_counter() - started < 10
