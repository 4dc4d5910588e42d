"""The forms of a term, from the endings in `[inflection]` of its language's file; and of its English.

Rules are `y` (put behind the base) or `x>y` (in place of a final x); of the rules of one reading only those with the
longest matching x count. They give too many forms rather than too few: a form that no text has harms nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product, takewhile
from typing import Any, NamedTuple

from service.languages import language, language_codes

#: Tables below `[inflection]` that are no class of their own.
_HELPERS = frozenset({"of_plural", "modifier"})
#: What the class is called that counts where a term names none.
COMMON = "common"
_MAX_MODIFIERS = 2


class Reading(NamedTuple):
    """What a form can mean: `singular`, `plural`, `definite`, `definite_plural`, `infinitive`, `present`, `past`, `other`."""

    kind: str
    genitive: bool = False


def by_rules(base: str, rules: Sequence[str]) -> list[str]:
    """`base` under each rule that applies to it."""
    pairs = [rule.split(">", 1) if ">" in rule else ["", rule] for rule in rules]
    matching = [(old, new) for old, new in pairs if base.lower().endswith(old)]
    longest = max((len(old) for old, _ in matching), default=0)
    # What both begin with stays as the base has it: its capitals count.
    same = [sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*rule, strict=False))) for rule in matching]
    return [
        base[: len(base) - len(old) + kept] + new[kept:]
        for (old, new), kept in zip(matching, same, strict=True)
        if len(old) == longest
    ]


def data_code(code: str) -> str:
    """The code whose file holds the endings of `code`: `nb` for `no`."""
    return "nb" if code == "no" else code


@cache
def inflection_classes(code: str) -> tuple[str, ...]:
    """The classes a term of that language may name (`noun`, `noun.neuter`, …); empty where the language has none."""
    if data_code(code) not in language_codes():
        return ()
    table = language(data_code(code)).mapping("inflection")
    return tuple(sorted(name for name in _names(table, "") if name.split(".")[0] not in _HELPERS))


def _names(table: Mapping[str, Any], prefix: str) -> Iterable[str]:
    for name, below in table.items():
        if isinstance(below, dict):
            yield prefix + name
            yield from _names(below, f"{prefix}{name}.")


@cache
def _rules(code: str, name: str) -> dict[str, tuple[str, ...]]:
    """Reading -> rules of a class, those of the classes below it together."""
    out: dict[str, list[str]] = {}
    waiting = [language(code).mapping(f"inflection.{name}")] if code in language_codes() else []
    while waiting:
        table = waiting.pop(0)
        waiting += [below for below in table.values() if isinstance(below, dict)]
        for reading, rules in table.items():
            if isinstance(rules, list):
                out.setdefault(reading, []).extend(rules)
    return {reading: tuple(dict.fromkeys(rules)) for reading, rules in out.items()}


def inflected(
    source: str, code: str, inflection: str, given: Sequence[tuple[str, str]] = ()
) -> dict[str, frozenset[Reading]]:
    """Every form of `source` (its base form) with what it can mean, the base itself first.

    `given` are forms the glossary names, as (reading, form); the reading is empty where it says none.
    """
    code = data_code(code)
    rules = _rules(code, inflection or COMMON)
    base_kind = {"verb": "infinitive", "noun": "singular", "name": "singular"}.get(
        inflection.partition(".")[0], "other"
    )
    made: list[tuple[str, Reading]] = [(source, Reading(base_kind))]
    made += [(form, Reading(kind or "other")) for kind, form in given]
    of_plural = _rules(code, "of_plural").get("other", ())
    made += [(f, Reading("plural")) for kind, form in given if kind == "plural" for f in by_rules(form, of_plural)]
    for kind, endings in rules.items():
        if kind != "genitive":
            made += [(form, Reading(kind)) for form in by_rules(source, endings)]
    for form, reading in list(made):
        made += [(f, Reading(reading.kind, True)) for f in by_rules(form, rules.get("genitive", ()))]
    out: dict[str, set[Reading]] = {}
    for form, reading in made:
        for whole in _with_modifiers(form, code, inflection):
            out.setdefault(whole, set()).add(reading)
    return {form: frozenset(readings) for form, readings in out.items()}


def in_context(readings: frozenset[Reading], before: str, code: str) -> frozenset[Reading]:
    """The readings that the words before a form leave: `die Präsidenten` are several, `dem Präsidenten` is one.

    An inflected adjective may stand between. Where nothing is said all of them stay.
    """
    plural = frozenset(r for r in readings if r.kind in ("plural", "definite_plural"))
    if not plural or plural == readings or data_code(code) not in language_codes():
        return readings
    data = language(data_code(code))
    many, one = data.strings("inflection.plural_words"), data.strings("inflection.singular_words")
    for word in reversed(before.split()[-3:]):
        if word in many or (word.isdigit() and word != "1"):
            return plural
        if word in one:
            return readings - plural
        if not word.endswith(("e", "en")):
            break
    return readings


def _with_modifiers(form: str, code: str, inflection: str) -> list[str]:
    """`Europäischer Gerichtshof`: the words before the last in their own forms; the form itself first."""
    words = form.split(" ")
    endings = _rules(code, "modifier").get("other", ())
    if not endings or not 2 <= len(words) <= 1 + _MAX_MODIFIERS or inflection.partition(".")[0] not in ("noun", ""):
        return [form]
    choices = [list(dict.fromkeys([word, *by_rules(word, endings)])) for word in words[:-1]]
    return [" ".join([*chosen, words[-1]]) for chosen in product(*choices)]


def english_forms(target: str, inflection: str) -> dict[str, tuple[str, ...]]:
    """Reading -> regular English of a target: plural for what is not a name, adjective or verb; verbs their tenses."""
    kind = inflection.partition(".")[0]
    if kind in ("name", "adjective"):
        return {}
    words = target.split(" ")
    if kind == "verb":
        at = 0
    else:
        # The head of "leader of the opposition" is what stands before the preposition.
        at = next(
            (i - 1 for i, word in enumerate(words) if i and word in ("of", "for", "in", "to", "at")), len(words) - 1
        )
    rules = _rules("en", "verb" if kind == "verb" else "noun")
    return {
        reading: tuple(" ".join([*words[:at], form, *words[at + 1 :]]) for form in by_rules(words[at], endings))
        for reading, endings in rules.items()
    }
