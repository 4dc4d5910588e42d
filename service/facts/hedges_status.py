"""Where somebody stands before the law: suspected, accused, arrested, charged, indicted, convicted, acquitted, ...

The rungs are not interchangeable (nb siktet, tiltalt, dømt; de beschuldigt, angeklagt, verurteilt): an English text that
climbs from one to the next says what no court has. A language lists the beginnings of words in [facts.hedges.status].
"""

from __future__ import annotations

import re
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.spans import Span
from service.languages import language

__all__ = ["ANSWERS", "LOSABLE", "NAMES", "find_rungs", "find_status"]

#: rung of the original -> rungs that English may answer it with.
ANSWERS: dict[str, frozenset[str]] = {
    "suspected": frozenset({"suspected", "accused", "investigated"}),
    "accused": frozenset({"accused", "suspected", "charged", "investigated", "indicted"}),
    "investigated": frozenset({"investigated", "suspected"}),
    "arrested": frozenset({"arrested"}),
    "charged": frozenset({"charged", "accused", "suspected", "defendant"}),
    "indicted": frozenset({"indicted", "charged", "accused", "defendant", "trial"}),
    "trial": frozenset({"trial", "indicted", "charged", "accused", "defendant"}),
    "convicted": frozenset({"convicted"}),
    "defendant": frozenset({"defendant", "trial", "indicted", "charged", "accused"}),
    "acquitted": frozenset({"acquitted"}),
    "appealed": frozenset({"appealed"}),
    "final": frozenset({"final"}),
}
#: Rungs whose loss is a hedge's; a conviction or an arrest left out claims nothing.
LOSABLE = ("suspected", "accused", "charged", "indicted", "acquitted", "appealed", "final")
#: What an editor calls a rung.
NAMES = {
    "suspected": "suspected",
    "accused": "accused",
    "investigated": "under investigation",
    "arrested": "arrested",
    "charged": "charged",
    "indicted": "indicted",
    "trial": "on trial",
    "convicted": "convicted",
    "defendant": "on trial",
    "acquitted": "acquitted",
    "appealed": "appealed",
    "final": "final and binding",
}


def find_status(text: str, language_code: str) -> dict[str, Span]:
    """Rung -> the first word that may say it, in the order of the text; empty where the language lists none."""
    return _find(text, language_code, "facts.hedges.status")


def find_rungs(text: str, language_code: str) -> dict[str, Span]:
    """Rung -> the first words that say it and nothing else ([facts.hedges.rungs])."""
    return _find(text, language_code, "facts.hedges.rungs")


def _find(text: str, language_code: str, path: str) -> dict[str, Span]:
    code = language_or_nearest(language_code)
    apart: list[tuple[int, int]] | None = None  # sought only where there is a rung
    found: dict[str, Span] = {}
    for rung, pattern in _patterns(code, path):
        for match in pattern.finditer(text):
            if apart is None:
                apart = [other.span() for exception in _apart(code) for other in exception.finditer(text)]
            if not any(a < match.end() and match.start() < b for a, b in apart):
                found[rung] = Span(match.group(), *match.span())
                break
    return dict(sorted(found.items(), key=lambda item: item[1].start))


@cache
def _apart(code: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in language(code).strings("facts.hedges.exceptions"))


@cache
def _patterns(code: str, path: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    def form(word: str) -> str:
        return re.escape(word[:-1]) + r"\b" if word.endswith(".") else re.escape(word) + r"\w*"

    apart = language(code).mapping(f"{path}_patterns")
    return tuple(
        (
            rung,
            re.compile(
                "|".join([*apart.get(rung, []), rf"\b(?:{'|'.join(form(word) for word in words)})"]), re.IGNORECASE
            ),
        )
        for rung, words in language(code).mapping(path).items()
    )
