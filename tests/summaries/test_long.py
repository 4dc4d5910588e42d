"""Long articles of several matters: the more words are asked for, the more of the matters are told; time grows with the text."""

from __future__ import annotations

import pytest

from service.summaries import select
from service.summaries.candidates import candidates
from service.summaries.length import SummaryLength
from service.summaries.select import choose
from tests.summaries.articles import translated
from tests.summaries.council import LAST, happening, sections

SHAPES = [(6, 40), (8, 40), (11, 40), (6, 90), (11, 160), (8, 30)]


def told(article: list[list[str]], length: SummaryLength) -> list[str]:
    return [c.text for c in choose(candidates(translated([s for part in article for s in part])), length)]


@pytest.mark.parametrize(("count", "size"), SHAPES)
def test_in_400_words_every_section_with_news_is_told_the_last_too(count, size):
    texts = told(sections(count, size), SummaryLength(400))
    assert [happening(i) for i in range(count - 1) if happening(i) not in texts] == []
    assert LAST in texts


@pytest.mark.parametrize(("count", "size"), SHAPES)
def test_more_words_tell_more_sections_and_a_paragraph_need_not_tell_all(count, size):
    article = sections(count, size)
    covered = []
    for length in (SummaryLength.PARAGRAPH, SummaryLength(200), SummaryLength(400)):
        texts = told(article, length)
        assert sum(len(text.split()) for text in texts) <= length.most_words
        covered.append(sum(any(text in part for text in texts) for part in article))
    assert covered == sorted(covered)
    assert covered[0] <= 4
    assert covered[-1] == count


def test_the_work_is_in_proportion_to_the_text(monkeypatch):
    compared = []
    adds = select._adds

    def counted(candidate, chosen, told):
        compared.append(candidate)
        return adds(candidate, chosen, told)

    monkeypatch.setattr(select, "_adds", counted)
    counts = []
    for size in (80, 160, 320):
        compared.clear()
        assert told(sections(11, size), SummaryLength(400))
        counts.append(len(compared))
    assert counts[1] < 2.5 * counts[0]
    assert counts[2] < 2.5 * counts[1]
