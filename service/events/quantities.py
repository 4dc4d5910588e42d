"""Counts and measures in a sentence, with what they count: what conflicts of numbers are found by.

Past 300 lines because each reading of a figure (bound, part, unit, noun, subject) needs the same masked sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from service.events.article import KEPT, Sentence
from service.events.lexis import DATE_WORDS, anybody, classes, term_of
from service.events.naming import name_term
from service.facts.dates import find_dates
from service.facts.numbers import NumberFact, find_numbers
from service.facts.units import dimension, find_units
from service.facts.words import is_stopword, stem, tokens
from service.languages import data_table

_REACH_BACK, _REACH = 6, 6
"""Words before and after a number among which its class is looked for."""
_BOUND_OR_LINK = re.compile(
    r"(?:\b(?:at least|more than|fewer than|less than|up to|as many as|no fewer than|about|around|roughly|some|nearly|almost|"
    r"over|an estimated|the|another|a further|to|at|of|rose|risen|rises|stands|stood|climbed|reached|was|is)\b\s*)*$"
)
_AUXILIARIES = frozenset(data_table("events")["words"]["auxiliaries"])
_PART_OF = re.compile(r" (?P<noun>[\w-]+ )?of (?:the|them|those|these|his|her|its|their|our|which|whom)\b")
_PARENTS = re.compile(r"\b(?:mother|father|mum|mom|dad|parents?|grandmother|grandfather) of $", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()–—]|\s-\s|\b(?:and|but|while|when|after|as|with|who|which|that|leaving)\b", re.IGNORECASE)
_HEAD_WORDS = 3
_OPENING_WORDS = 4
MOMENT = "moment"
_TIMES = frozenset(data_table("events")["compounds"]) | {"second", "day", "month"}
_AHEAD = re.compile(r"\b(?:in|within)\s(?:\w+\s)?$", re.IGNORECASE)
_LEADS = frozenset({"In", "At", "Near", "Off", "Outside"})
RATE = "=rate"
_RATE = re.compile(
    r"[^.;,]{0,30}?\b(?:an?|per|every|each) (?:second|minute|hour|day|week|month|year|night)\b|[^.;,]{0,20}?\bdaily\b"
)
_OF = re.compile(r"\W{0,2}of (?:the |all |its |their )?((?:[\w'’-]+ ?){1,3})")
_MOVED = frozenset(data_table("events")["words"]["moved"])
_FORMS = frozenset(data_table("events")["irregular"])


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with what it measures.

    `bound`: exact, about, least or most. `unit`: canonical, or empty. `kinds`: what is counted by class (dead, injured).
    `heads`: stems of the words right after the number, `context`: of its clause, `sentence`: of the whole sentence,
    numbers in none of them. `subject`: the last name before the number, folded, or empty. `part`: stems of what it is a
    share or an amount of ("60 per cent of the damage"), with RATE where it is one ("a day"). `marks`: in what sense it is
    given, where its clause says so: a plan, an earlier value, a total, the most that is possible. `text`: the value as a person
    would list it ("at least 12 people").
    """

    value: Decimal
    bound: str
    unit: str
    kinds: frozenset[str]
    heads: tuple[str, ...]
    context: frozenset[str]
    sentence: frozenset[str]
    subject: str
    part: frozenset[str]
    marks: frozenset[str]
    text: str

    @property
    def nouns(self) -> frozenset[str]:
        """The nouns counted, synonyms as one (employees, staff); none for words for anybody, units and classes."""
        if self.unit or self.kinds:
            return frozenset()
        return frozenset(_synonyms().get(head, head) for head in self.heads[:2]) - anybody()


@lru_cache(maxsize=KEPT)
def find_quantities(sentence: Sentence) -> tuple[Quantity, ...]:
    """The quantities of a sentence, dates, ordinals, years and parts of a count ("including three children") left out.

    A number that the original of a translated sentence does not have is left out too: the translator made it.
    """
    text = _without_parts(sentence.text)
    dates = [(fact.start, fact.end) for fact in find_dates(text, "en", anchor="2000-01-01")]
    units = {(unit.start, unit.end): unit for unit in find_units(text, "en")}
    vouched: frozenset[Decimal] | None = None
    if sentence.translated:
        vouched = frozenset(fact.value for fact in find_numbers(sentence.original, sentence.language_code))
    out: list[tuple[int, int, Quantity]] = []
    numbers = find_numbers(text, "en")
    masked = _masked(text, [*dates, *units, *((fact.start, fact.end) for fact in numbers)])
    for fact in numbers:
        if fact.kind in ("ordinal", "year", "other") or any(s < fact.end and fact.start < e for s, e in dates):
            continue
        if vouched is not None and fact.value not in vouched:
            continue
        if _labels(text, fact):
            continue
        unit = next((u for (s, e), u in units.items() if s <= fact.start < e), None)
        end = unit.end if unit and unit.end > fact.end else fact.end
        out.append((fact.start, end, _quantity(text, masked, fact, unit.unit if unit else "", end)))
    return tuple(_compounds(text, out))


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for numbers, units and dates: they are compared as such, not as words."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _compounds(text: str, found: Sequence[tuple[int, int, Quantity]]) -> Iterator[Quantity]:
    """The quantities, with `four years and six months` as one of 4.5 years."""
    steps = data_table("events")["compounds"]
    last: tuple[int, int, Quantity] | None = None
    for start, end, own in found:
        per = steps.get(last[2].unit, {}).get(own.unit) if last else None
        if last and per and own.value < per and re.fullmatch(r",?(?: and)? ", text[last[1] : start]):
            value = last[2].value + own.value / per
            shown = f"{last[2].text}{text[last[1] : end]}"
            last = last[0], end, replace(last[2], value=value, kinds=last[2].kinds | own.kinds, text=shown)
            continue
        if last:
            yield last[2]
        last = start, end, own
    if last:
        yield last[2]


def _labels(text: str, fact: NumberFact) -> bool:
    """Whether the number is an age, a part, or of a name: `Jan Dahl, 36,`, `a 36-year-old`, `two of them`, `Route 94`."""
    before, after = text[: fact.start], text[fact.end :]
    if re.match(r"[- ]years?[- ]olds?\b", after) or _PARENTS.search(before):
        return True
    written = fact.text[0].isdigit() or before.endswith("aged ")
    if written and re.search(r"\w, (?:aged )?$", before) and re.match(r"(?:,|\.?$| of\b| from\b)", after):
        return True
    part = _PART_OF.match(after)
    # "85 workers of the factory", "45 percent of the computers" are no part of what follows.
    if part and not (part["noun"] and (stem(part["noun"].strip(), "en") in _synonyms() or fact.kind == "percent")):
        return True
    if fact.kind == "fraction" and not re.match(r" of\b", after):
        return True
    last = re.search(r"([^\W\d_][\w’']*) $", before)
    lead = before[: last.start()].strip() if last is not None else ""
    named = last is not None and last[1][0].isupper() and bool(lead) and lead not in _LEADS  # "In Varde 52 houses"
    return named and fact.text[0].isdigit()


def _without_parts(text: str) -> str:
    pattern = _subset()
    return pattern.sub(lambda match: " " * len(match.group()), text)


@cache
def _subset() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in data_table("events")["subset"]["words"])
    return re.compile(rf",?\s\b(?:{words})\b[^,.;()]*,?|\([^)]*\)", re.IGNORECASE)


@cache
def _bounds() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """(bound, pattern, whether it stands after the number), longest phrases first."""
    table = data_table("events")["bounds"]
    out = []
    for name in ("most", "least", "about"):
        words = "|".join(re.escape(w) for w in sorted(table[name], key=len, reverse=True))
        out.append((name, re.compile(rf"\b(?:{words})(?:\s(?:the|a))?\s$", re.IGNORECASE), False))
    for name in ("about", "least"):
        words = "|".join(re.escape(w) for w in sorted(table[f"after_{name}"], key=len, reverse=True))
        out.append((name, re.compile(rf"\s(?:{words})\b", re.IGNORECASE), True))
    return tuple(out)


def _quantity(text: str, masked: str, fact: NumberFact, unit: str, end: int) -> Quantity:
    """`masked`: the text without figures, units and dates, from which the words around the number are taken."""
    before, after = text[: fact.start], text[end:]
    if unit and dimension(unit) == "currency":
        before = re.sub(r"(?:[$€£¥₽]|US\$|[A-Z]{3})\s?$", "", before)
    bound, lead = "exact", ""
    for name, pattern, follows in _bounds():
        match = pattern.match(after) if follows else pattern.search(before)
        if match:
            bound, lead = name, "" if follows else match.group().strip()
            break
    left = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    right = next((m.start() for m in _CLAUSE.finditer(after)), len(after))
    # Names are left out of a clause: that both speak of one president does not make their figures one.
    clause = [token for token in tokens(masked[left : end + right]) if token.islower()]
    if not before[:left].strip():
        clause += [token.lower() for token in tokens(masked[left : fact.start])[:1] if token[0].isalpha()]
    words = frozenset(term_of(word) for word in clause if not is_stopword(word, "en"))
    heads, shown = ((), []) if after.startswith("-") else _heads(after[:right])  # "a three-storey house" counts none
    kinds = _terms_of(unit, clause) if unit else _kinds(before, after)
    word = (tokens(before)[-1:] or ("",))[0].lower()
    if not unit and word in data_table("events")["count_verbs"]:
        heads = (stem(data_table("events")["count_verbs"][word], "en"),)  # "employs 2,100 people"
    pieces = [lead, text[fact.start : end].strip(), *shown]
    whole = frozenset(term_of(t.lower()) for t in tokens(masked) if not is_stopword(t, "en"))
    return Quantity(
        fact.value,
        bound,
        unit,
        kinds,
        heads,
        words,
        whole,
        _subject(text[: fact.start]),
        _part(after),
        frozenset({MOMENT} if unit in _TIMES and _is_moment(before, after) else set())
        | frozenset(
            name for name, pattern in _marks() if pattern.search(f"{_opening(before)} {before[left:]} {after[:right]}")
        ),
        " ".join(piece for piece in pieces if piece),
    )


def _is_moment(before: str, after: str) -> bool:
    """Whether a span of time says when, not how long: `in about 30 days`, `nine days before`."""
    return (
        _AHEAD.search(before) is not None or re.match(r"\W?(?:before|after|ago|earlier|later|old)\b", after) is not None
    )


def _opening(before: str) -> str:
    """The few words that a sentence puts before its first comma ("Last year, ..."): they hold for all of it."""
    opening, comma, _ = before.partition(",")
    return opening if comma and len(opening.split()) <= _OPENING_WORDS else ""


def _terms_of(unit: str, clause: Sequence[str]) -> frozenset[str]:
    """`prison` for a span of time that is a sentence; measures have no other class."""
    table = data_table("events")["terms"]
    return frozenset(name for name, line in table.items() if unit in line["units"] and set(clause) & set(line["words"]))


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = data_table("events")["marks"]
    return tuple((name, re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)) for name, words in table.items())


@cache
def stock_nouns() -> frozenset[str]:
    """The stems that stand for nouns with synonyms."""
    return frozenset(_synonyms().values())


@cache
def _synonyms() -> dict[str, str]:
    """Stem -> the stem that stands for all that count the same (employees, workers, staff)."""
    lines = data_table("events")["same_count"]["words"]
    return {stem(word, "en"): stem(line[0], "en") for line in lines for word in line}


def _part(after: str) -> frozenset[str]:
    match = _OF.match(after)
    found = {stem(t, "en") for t in tokens(match[1]) if not is_stopword(t, "en")} if match else set()
    return frozenset(found | {RATE} if _RATE.match(after) else found)


def _subject(before: str) -> str:
    names = [
        t for t in tokens(before)[1:] if t[0].isupper() and t.lower() not in DATE_WORDS and not is_stopword(t, "en")
    ]
    return name_term(names[-1]) if names else ""


def _kinds(before: str, after: str) -> frozenset[str]:
    """The class that the number counts: of the word it follows ("killed at least", "the death toll rose to"), or of the
    one that is said of those counted ("people were injured", "dead", "people, police said, were hurt")."""
    back = _BOUND_OR_LINK.sub("", " ".join(before.split()[-_REACH_BACK:]).lower())
    word = (tokens(back)[-1:] or ("",))[0]
    if word in classes() and not re.search(r"[.;:]\s*$", before):
        return frozenset({classes()[word]})
    after = re.sub(r"^([^,]{0,40}), [^,]{3,40},", r"\1", after)
    moved = False
    for number, token in enumerate(tokens(re.split(r"[.;:]\s|,|\w-\w", after)[0])):
        lower = token.lower()
        if lower in classes():
            return frozenset({classes()[lower]})
        moved = moved or lower in _MOVED
        if moved and number <= _REACH:
            continue  # "have been taken to a hospital"
        if number >= _REACH or (is_stopword(token, "en") and lower not in _AUXILIARIES):
            break
    return frozenset()


def _heads(after: str) -> tuple[tuple[str, ...], list[str]]:
    """Stems of the words that follow a number up to the first function word or class, and the first two as written."""
    found: list[str] = []
    shown: list[str] = []
    for token in _leading(after):
        if is_stopword(token, "en") or token[0].isdigit() or token.lower() in classes() or len(found) == _HEAD_WORDS:
            break
        if token.lower() in _FORMS:
            break  # a verb
        if not token[0].isupper():  # "five Israeli soldiers" are soldiers
            found.append(stem(token, "en"))
        if not token.endswith(("ed", "ing")):
            shown.append(token)
    return tuple(found), shown[:2]


def _leading(after: str) -> Iterator[str]:
    for piece in re.split(r"[.;!?\"”»]", after, maxsplit=1)[0].split():
        found = tokens(piece)
        if len(found) != 1:
            return
        yield found[0]
