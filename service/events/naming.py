"""Names as events compare them: terms, the names of a sentence with their originals, and who holds a role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from service.events.article import KEPT, Sentence
from service.facts.names import demonym_country, exonym, find_names, name_key, same_name
from service.languages import data_table

_ENGLISH = "en"
_PERSON = r"[^\W\d_a-z][\w'’.-]+(?: (?:van|von|de|al|bin|der|den|da|el|la|di) | )(?:[^\W\d_a-z][\w'’-]+)(?: [^\W\d_a-z][\w'’-]+)?"
_CITING = (
    r"\b(?i:according to|reported by|reports? (?:by|in|from)|told|quoted by|cited by|published (?:by|in)|interview with|"
    r"(?:news )?agency|newspaper|daily|broadcaster|magazine|channel|writes|telling) (?:the )?(?:[\w-]+ ){0,4}?"
)
_CITED = r"(?i:reported|reports|writes|wrote|quoted|news agency|correspondent|reporter)\b"


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence: as English has it, of which kind, and as the original has it (equal where English)."""

    text: str
    kind: str
    original: str


@lru_cache(maxsize=1 << 16)
def name_term(token: str) -> str:
    """The term of one capitalised word: its name folded over spellings, transliterations and a genitive."""
    bare = token.replace("’", "'").removesuffix("'s").removesuffix("'")
    return f"@{name_key(bare)}"


def same_person(a: str, b: str) -> bool:
    """Whether two names may be one person's: any spelling, or one family name."""
    return same_name(a, b) or name_key(a.rsplit(maxsplit=1)[-1]) == name_key(b.rsplit(maxsplit=1)[-1])


@lru_cache(maxsize=KEPT)
def sentence_names(sentence: Sentence) -> tuple[Named, ...]:
    """The names of a sentence.

    Of a translated one the names are those of the original, under their English form: that of the translation where
    it is the same name, else the known English name, else the original's own. A name that only the translation has
    is the translator's and is left out, unless the original shows no names at all.
    """
    english = find_names(sentence.text, _ENGLISH)
    if not sentence.translated:
        return tuple(Named(_bare(fact.text), fact.kind, _bare(fact.text)) for fact in english)
    written = find_names(sentence.original, sentence.language_code)
    if not written:
        return tuple(Named(_bare(fact.text), fact.kind, _bare(fact.text)) for fact in english)
    out = []
    for fact in written:
        match = next((other for other in english if same_name(fact.text, other.text)), None)
        if match is not None:
            kind = fact.kind if match.kind == "unknown" else match.kind
            out.append(Named(_bare(match.text), kind, fact.text))
        elif fact.kind != "unknown":
            out.append(Named(exonym(fact.text) or fact.text, fact.kind, fact.text))
    return tuple(out)


def place_name(name: str) -> str:
    """A place's English name where it is a known one, else as given without an apostrophe genitive."""
    return exonym(name) or demonym_country(name) or _bare(name)


def _bare(text: str) -> str:
    return re.sub(r"['’]s?$", "", text)


@cache
def _roles() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = "|".join(sorted(data_table("events")["roles"]["words"], key=len, reverse=True))
    title = rf"(?P<role>(?i:{words}))"
    return (
        re.compile(rf"\b{title},? (?P<name>{_PERSON})"),
        re.compile(
            rf"\b(?i:the|its|their|a) (?:[\w'’-]+ ){{0,3}}{title}(?: [^\W\dA-Z_][\w-]*){{0,3}}, (?P<name>{_PERSON}),"
        ),
        re.compile(rf"\b(?P<name>{_PERSON}), (?:\d+, )?(?:the )?(?:[\w'’-]+ ){{0,3}}{title}\b"),
    )


def role_names(text: str) -> dict[str, str]:
    """Role (lower case) -> the person in it, where a sentence says so once: `Mayor Anna Berg`, `the pilot, Jan Dahl,`."""
    found: dict[str, set[str]] = {}
    people = [fact.text for fact in find_names(text, _ENGLISH) if fact.kind in ("person", "unknown")]
    for pattern in _roles():
        for match in pattern.finditer(text):
            if _bare(match["name"]) not in people:
                continue
            found.setdefault(match["role"].lower(), set()).add(_bare(match["name"]))
    return {role: min(names) for role, names in sorted(found.items()) if len(names) == 1}


def is_cited(name: str, text: str) -> bool:
    """Whether the sentence names a body as its source of news ("reported by Reuters", "told the news agency Tass")."""
    return (
        re.search(
            rf"{_CITING}{re.escape(name)}\b|\b[Oo]n {re.escape(name)}\b|\b{re.escape(name)}(?:['’]s)? {_CITED}", text
        )
        is not None
    )
