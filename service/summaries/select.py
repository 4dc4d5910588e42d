"""Which sentences to tell: what matters most (salience) and has not been told yet (novelty).

A content word weighs as much as it is said early and often, over all articles; a sentence is worth the words in it
that no chosen sentence has told, times how early it stands, how well it stands alone, and how much of the headline it
covers; sentences are taken greedily until the length is used up (maximum coverage, after Gillick & Favre 2009).
LexRank centrality as a further factor changed ROUGE-1 on the development sets little (0.1 on articles, 0.3 on events,
both before later changes), so there is no similarity matrix: cost and memory grow with the text. Articles longer than a
section are chosen from section by section first, so the last paragraph competes with its neighbours before it meets the
lead, and a word that every section has weighs less than one that makes a section. The more words are asked
for, the more parts of such an article have a sentence told before any has a second.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from service.summaries.candidates import Candidate
from service.summaries.length import SummaryLength
from service.summaries.restated import says_the_same

#: Sentences over which the pull of the lead falls to 1/e.
LEAD_REACH = 5.0
#: How a word's earliness adds up over the sentences that use it.
EARLY_POWER = 0.7
#: What every mention adds to a word's weight beside its earliness, and how mentions saturate.
MENTION_WEIGHT = 0.3
MENTION_POWER = 0.4
#: A sentence's worth falls with this power of its length, so long ones don't win by length alone.
LENGTH_POWER = 0.4
SHORTEST = 6
#: A sentence's own factor: BASE + earliness + TITLE * share of the headline told + fact * (names and figures, at most 4) / 4.
BASE = 0.5
TITLE = 0.5
FACT = 0.15
#: What names and figures count in a text of several sections, where the lead can't have told everything.
LONG_FACT = 0.5
#: A sentence with less of its words new than this is a repetition.
LEAST_NEW = 0.3
#: The latest and an earlier article may share so much of the shorter sentence's words: what became of the missing is told
#: with most of the words of before.
SAME_BEFORE = 0.85
#: A sentence worth less than this share of the best one is not told to fill up a paragraph; words asked for are filled.
LEAST_WORTH = 0.05
#: Where one sentence is asked for, one that fits is told before a better one that does not, if it is worth this share of it.
SHORT_WORTH = 0.6
#: How many times the words asked for a sound sentence may have that is told alone because none fits.
MOST_TIMES = 3
#: A sentence that leans on a chosen one keeps this power of its factor: it reads well, but spends words on reference.
LED_POWER = 0.8
#: Below this soundness a sentence is told only where nothing else is.
LEAST_SOUND = 0.2
#: Stand among the stems of a sentence that tells when, or where, an event is, or how it stands at last: worth so many of the
#: weightiest word.
WHEN, WHERE, LATEST = SLOTS = "#when", "#where", "#latest"
SLOT_WEIGHT = 2.0
#: Largest power of how few sections use a word, reached at four sections.
MOST_DISTINCTION = 2.0
#: Sentences a section, and how many of each at least meet in the final choice; more where a long text is asked for.
SECTION = 40
SECTION_KEEP = 6
WORDS_A_SENTENCE = 20
#: For so many words asked for, one part of a long article has a sentence told; fewer sentences are no part.
WORDS_A_PART = 25
LEAST_PART = 8
#: Fewer words are a paragraph, which tells what matters most: spread over the parts it is worse (ROUGE-1 36.2, not 36.4).
LEAST_SPREAD = 150


def choose(pool: Sequence[Candidate], length: SummaryLength, *, title_stems: Collection[str] = ()) -> list[Candidate]:
    """The sentences to tell, best first; at least one where there is any. Deterministic."""
    if len(pool) <= SECTION:
        return _greedy(pool, length, _weights(pool), _own_factors(pool, title_stems, FACT))
    finalists: list[Candidate] = []
    sections = _sections(pool)
    most = max(SECTION_KEEP, 2 * length.words // (WORDS_A_SENTENCE * len(sections)))
    for section in sections:
        keep = SummaryLength(WORDS_A_SENTENCE * SECTION * 10, most)
        best = _greedy(section, keep, _weights(section), _own_factors(section, title_stems, LONG_FACT))
        finalists += sorted(best, key=_place)
    spread = _spread(pool, length, title_stems)
    met = {_place(candidate) for candidate in finalists}
    finalists = sorted([*finalists, *(c for c in spread if _place(c) not in met)], key=_place)
    own = _own_factors(finalists, title_stems, LONG_FACT)
    return _greedy(finalists, length, _weights(pool), own, {_place(candidate) for candidate in spread})


def _spread(pool: Sequence[Candidate], length: SummaryLength, title_stems: Collection[str]) -> list[Candidate]:
    """The best sentence of each part of a long article, as many parts as there is room for; none in a paragraph.

    Asked for many words of a report with several matters, a reader wants each of them told before more is told of one. The
    articles of an event tell one matter, so there nothing is spread.
    """
    brief = length.sentences is not None or length.words < LEAST_SPREAD
    if brief or pool[0].document_index != pool[-1].document_index:
        return []
    size = max(LEAST_PART, math.ceil(len(pool) / max(1, length.words // WORDS_A_PART)))
    parts = [pool[start : start + size] for start in range(0, len(pool), size)]
    one = SummaryLength(WORDS_A_PART, 1)
    found: list[Candidate] = []
    for part in parts:
        sound = [candidate for candidate in part if candidate.soundness >= LEAST_SOUND]
        found += _greedy(sound, one, _weights(part), _own_factors(sound, title_stems, LONG_FACT))
    return found


def _place(candidate: Candidate) -> tuple[int, int]:
    return candidate.document_index, candidate.position


def _sections(pool: Sequence[Candidate]) -> list[list[Candidate]]:
    """Runs of at most SECTION sentences of one document."""
    by_document: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in pool:
        by_document[candidate.document_index].append(candidate)
    return [
        members[start : start + SECTION]
        for _, members in sorted(by_document.items())
        for start in range(0, len(members), SECTION)
    ]


def _earliness(candidate: Candidate) -> float:
    return math.exp(-candidate.position / LEAD_REACH)


def _weights(pool: Sequence[Candidate]) -> dict[str, float]:
    """Weight of each stem: early and often, times the documents that use it, times how few of the sections do."""
    early: dict[str, float] = defaultdict(float)
    mentions: Counter[str] = Counter()
    documents: dict[str, set[int]] = defaultdict(set)
    sections: dict[str, set[int]] = defaultdict(set)
    for candidate in pool:
        pull = _earliness(candidate)
        for stem in candidate.stems:
            early[stem] += pull
            mentions[stem] += 1
            documents[stem].add(candidate.document_index)
            sections[stem].add(candidate.position // SECTION)
    count = len(set().union(*sections.values()))
    # over two sections a shared word is the topic; the more there are, the more it is background
    distinction = min(MOST_DISTINCTION, math.log2(max(2, count)))
    weights = {
        stem: (early[stem] ** EARLY_POWER + MENTION_WEIGHT * often**MENTION_POWER)
        * len(documents[stem])
        * math.log2(1 + count / len(sections[stem])) ** distinction
        for stem, often in mentions.items()
    }
    heaviest = max(weights.values(), default=0.0)
    return weights | {slot: SLOT_WEIGHT * heaviest for slot in SLOTS if slot in weights}


def _greedy(
    pool: Sequence[Candidate],
    length: SummaryLength,
    weight: Mapping[str, float],
    own: Sequence[float],
    wanted: Collection[tuple[int, int]] = (),
) -> list[Candidate]:
    """The sentences taken, best first; those at the places `wanted` before all others, as far as they fit and add something."""
    left = list(range(len(pool)))
    at = {_place(candidate): index for index, candidate in enumerate(pool)}
    chosen: list[Candidate] = []
    places: set[tuple[int, int]] = set()
    told: set[str] = set()
    used, floor = 0, 0.0

    def gain(index: int, *passed: str, led_by: int | None = None) -> float:
        candidate = pool[index]
        before = told.union(passed) if led_by is None else told.union(passed, pool[led_by].stems)
        # the smallest worth stands for a sentence of stop words only, so that it can still be the only one
        worth = 1e-6 + sum(weight[stem] for stem in candidate.stems if stem not in before)
        led = led_by is not None or _led_up_to(candidate, places) or led_elsewhere(index)
        reference: float = candidate.leaning ** (LED_POWER if led else 1.0)
        length_cost: float = max(candidate.word_count, SHORTEST) ** LENGTH_POWER
        return worth * own[index] * reference / length_cost

    def led_elsewhere(index: int) -> bool:
        """Whether the sentence before it says what the opening one, of another article, says: the reader knows who is meant."""
        before = at.get((pool[index].document_index, pool[index].position - 1))
        if before is None or not chosen or pool[index].leaning == 1.0 or pool[index].after_break:
            return False
        return pool[before].document_index != chosen[0].document_index and _says_the_same(pool[before], chosen[0])

    def room() -> int:
        return length.room(used)

    def open_to() -> list[int]:
        if length.sentences == 1:
            return _of_one(pool, left, length, gain)
        fitting = _fitting(pool, left, room(), bool(chosen), MOST_TIMES * length.words)
        return [index for index in fitting if not chosen or _adds(pool[index], chosen, told)]

    def with_leader(index: int) -> tuple[int, ...]:
        """The sentence and the one before it, where it leans on that and both can be told."""
        candidate = pool[index]
        leader = at.get((candidate.document_index, candidate.position - 1), -1)
        alone = candidate.leaning == 1.0 or candidate.after_break or leader not in left
        short = length.sentences is not None and len(chosen) + 2 > length.sentences
        if alone or short or pool[leader].word_count + candidate.word_count > room() or pool[leader].leaning < 1.0:
            return (index,)
        both = (not chosen or _adds(pool[leader], chosen, told)) and _adds(
            candidate, [*chosen, pool[leader]], told.union(pool[leader].stems)
        )
        return (leader, index) if both else (index,)

    def worth_of(unit: tuple[int, ...], *passed: str) -> float:
        if len(unit) == 1:
            return gain(unit[0], *passed)
        leader, index = unit
        return (gain(leader, *passed) + gain(index, *passed, led_by=leader)) / 2

    while left and (length.sentences is None or len(chosen) < length.sentences):
        every = [(index,) for index in open_to()]
        single = [unit for unit in every if _place(pool[unit[0]]) in wanted] or every
        units = [*single, *(unit for (index,) in single if len(unit := with_leader(index)) > 1)]
        best = max(units, key=lambda unit: (worth_of(unit), -unit[-1]), default=())
        if not best or worth_of(best) < floor:
            break
        if not chosen and length.sentences:
            floor = LEAST_WORTH * worth_of(best, *SLOTS)
        for index in best:
            left.remove(index)
            chosen.append(pool[index])
            places.add(_place(pool[index]))
            told.update(pool[index].stems)
            used += pool[index].word_count
    return chosen


def _adds(candidate: Candidate, chosen: Sequence[Candidate], told: Collection[str]) -> bool:
    """Whether a sentence is sound and says something that the chosen ones don't."""
    new = sum(stem not in told for stem in candidate.stems)
    latest = LATEST in candidate.stems and LATEST not in told
    return (
        candidate.soundness >= LEAST_SOUND
        and (latest or new >= LEAST_NEW * len(candidate.stems))
        and not any(_says_the_same(candidate, other) for other in chosen)
    )


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    if (LATEST in one.stems) != (LATEST in other.stems):
        shared = len(set(one.stems).intersection(other.stems))
        return shared >= SAME_BEFORE * max(1, min(len(one.stems), len(other.stems)))
    return says_the_same(one, other)


def _of_one(
    pool: Sequence[Candidate], left: Sequence[int], length: SummaryLength, gain: Callable[[int], float]
) -> list[int]:
    """What may be the only sentence: those that fit and are nearly as good as the best; else the best, however long."""
    least = SHORT_WORTH * max((gain(index) for index in left), default=0.0)
    fits = [index for index in left if pool[index].word_count <= length.room(0) and gain(index) >= least]
    return fits or list(left)


def _fitting(pool: Sequence[Candidate], left: Sequence[int], room: int, started: bool, most: int) -> Sequence[int]:
    """The sentences that fit. Where none is told yet: the sound ones that do, else those not far too long, else all."""
    fits = [index for index in left if pool[index].word_count <= room]
    if started:
        return fits
    sound = [index for index in left if pool[index].soundness >= LEAST_SOUND]
    near = [index for index in sound if pool[index].word_count <= most]
    return [index for index in near if pool[index].word_count <= room] or near or left


def _own_factors(pool: Sequence[Candidate], title_stems: Collection[str], fact: float) -> list[float]:
    """What each sentence's words count times, whatever has been told."""
    factors = []
    for candidate in pool:
        covered = sum(stem in title_stems for stem in candidate.stems) / len(title_stems) if title_stems else 0.0
        facts = min(candidate.facts, 4) / 4
        worth = BASE + _earliness(candidate) + TITLE * covered + fact * facts
        factors.append(worth * candidate.soundness)
    return factors


def _led_up_to(candidate: Candidate, places: Collection[tuple[int, int]]) -> bool:
    return not candidate.after_break and (candidate.document_index, candidate.position - 1) in places
