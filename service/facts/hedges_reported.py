"""Modals that report: nb `skal (…) ha gjort`, de `soll … getan haben`, `… getan haben soll`, `will nichts gesehen haben`.

With a perfect infinitive the modal passes on what others say; with a plain one (`skal møtes`, `soll öffnen`) it
announces. With `be` it may do either (`skal være skadet`, `soll geschlossen sein`): sense `open`. Faarlund, Lie and
Vannebo, Norsk referansegrammatikk (1997), 7.2.2; Duden, Die Grammatik (2016), on epistemic sollen and wollen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.spans import Span
from service.languages import Language, language

_GAP = r"[^.;:!?]{0,120}?"


def find_reports(text: str, language_code: str) -> Iterator[tuple[str, Span]]:
    """(`claim` or `open`, span) of every modal that reports, or may; spans may overlap."""
    for sense, pattern in _patterns(language_or_nearest(language_code)):
        for match in pattern.finditer(text):
            yield sense, Span(match.group(), *match.span())


def _any(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


@cache
def _patterns(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = language(code)
    if not data.strings("facts.hedges.modals"):
        return ()
    patterns = _verb_last(data) if data.strings("facts.hedges.moved") else _verb_second(data)
    return tuple((sense, re.compile(pattern)) for sense, pattern in patterns)


def _verb_second(data: Language) -> list[tuple[str, str]]:
    """Scandinavian: modal, anything that is no other verb, `ha`, at most two words, participle."""
    stops = _any(data.strings("facts.hedges.gap_stops"))
    word = rf"(?!{stops}\b)[\w’'-]+"
    gap = rf"(?:,?\s{word}){{0,9}}?,?"
    have, participle = _any(data.strings("facts.hedges.have")), data.string("facts.hedges.participle")
    perfect = rf"{gap}\s{have}\s(?:{word}\s){{0,1}}?{participle}\b"
    return [
        ("claim", rf"(?i:\b{_any(data.strings('facts.hedges.modals'))}){perfect}"),
        ("open", rf"(?i:\b{_any(data.strings('facts.hedges.open_modals'))}){perfect}"),
        (
            "open",
            rf"(?i:\b{_any(data.strings('facts.hedges.modals'))}){gap}\s{_any(data.strings('facts.hedges.stative'))}\b",
        ),
    ]


def _verb_last(data: Language) -> list[tuple[str, str]]:
    """German: modal … participle + `haben`/`sein`, or in a subordinate clause participle + `haben`/`sein` + modal."""
    participle, moved = data.string("facts.hedges.participle"), _any(data.strings("facts.hedges.moved"))
    have = rf"\b{participle} haben"
    passive = rf"\b(?:{participle} (?:worden|gewesen)|[a-zäöüß]*{moved}) sein"
    modal, claims = (_any(data.strings(f"facts.hedges.{key}")) for key in ("modals", "claim_modals"))
    return [
        ("claim", rf"(?i:\b{modal})\b{_GAP}(?:{have}|{passive})\b"),
        ("claim", rf"(?:{have}|{passive}) {modal}\b"),
        ("claim", rf"(?i:\b{claims})\b{_GAP}(?:{have}|{passive})\b"),
        ("claim", rf"(?:{have}|{passive}) {claims}\b"),
        ("open", rf"(?i:\b{modal})\b{_GAP}\bsein\b"),
    ]
