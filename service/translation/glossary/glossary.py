"""A glossary: terms and protected spans, where they stand in a text, and whether the English has them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

from service.domain import Flag, TermUse
from service.translation.glossary.english import found_in_english, term_flags
from service.translation.glossary.matching import Found, Index
from service.translation.glossary.terms import Term, checked_text, invalid
from service.translation.masking import MaskSpan, protected_spans

MAX_ENTRIES = 10_000


@dataclass(frozen=True)
class Glossary:
    """Terms and do-not-translate spans. Make one with `of` or `load`. Safe from several threads."""

    terms: tuple[Term, ...] = ()
    protected: tuple[str, ...] = ()
    _indexes: dict[str, Index] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, terms: Iterable[Term], protected: Iterable[str] = ()) -> Self:
        """Raises InvalidInputError (INVALID_GLOSSARY) for a duplicate, an empty or too long text, or too many entries."""
        made = cls(tuple(terms), tuple(checked_text(text, "protected") for text in protected))
        for name, entries in (("terms", made.terms), ("protected", made.protected)):
            if len(entries) > MAX_ENTRIES:
                raise invalid(
                    f"{len(entries):,} {name} were given; at most {MAX_ENTRIES:,} are taken", name, len(entries)
                )
        seen: set[object] = set()
        for term in made.terms:
            if _key(term) in seen:
                raise duplicate(term.source, term.language_code)
            seen.add(_key(term))
        for text in made.protected:
            if text in seen:
                raise invalid(f"protected {text!r} is given twice; once is enough", "protected", text)
            seen.add(text)
        return made

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """A `.toml` or `.tsv` file. Raises InvalidInputError (INVALID_GLOSSARY, NO_GLOSSARY) naming file, line and value."""
        from service.translation.glossary.files import load_glossary  # it makes glossaries, so it imports this module

        return load_glossary(path)

    def __bool__(self) -> bool:
        return bool(self.terms or self.protected)

    def merged(self, other: Glossary) -> Glossary:
        """Both together; where both have a term, this one's counts."""
        own = {_key(term) for term in self.terms}
        terms = (*self.terms, *(term for term in other.terms if _key(term) not in own))
        return Glossary(terms, tuple(dict.fromkeys((*self.protected, *other.protected))))

    @cached_property
    def signature(self) -> str:
        """16 hex digits of what is in it; empty for an empty glossary."""
        if not self:
            return ""
        content = json.dumps(
            [[asdict(term) for term in self.terms], self.protected], ensure_ascii=False, sort_keys=True
        )
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def find(self, text: str, language_code: str) -> tuple[Found, ...]:
        """Terms and protected spans of `text`, in order, none overlapping another."""
        if not self:
            return ()
        if language_code not in self._indexes:
            self._indexes[language_code] = Index(self.terms, self.protected, language_code)
        # What stands within an address or a hashtag is a part of that, and comes through with it.
        whole = protected_spans(text)
        return tuple(
            found
            for found in self._indexes[language_code].find(text)
            if not any(s.start < found.end and found.start < s.end and not _covers(found, s) for s in whole)
        )

    def uses(self, original: str, language_code: str, english: str) -> tuple[TermUse, ...]:
        """Each of them, and whether and where `english` has it."""
        return found_in_english(self.find(original, language_code), english)

    @staticmethod
    def placed(found: Sequence[Found], english: str) -> tuple[TermUse, ...]:
        """As `uses`, for what `find` has found."""
        return found_in_english(found, english)

    @staticmethod
    def flags(uses: Iterable[TermUse]) -> tuple[Flag, ...]:
        """At most one GLOSSARY and one PROTECTED flag."""
        return term_flags(tuple(uses))


#: Finds nothing.
EMPTY = Glossary()


def duplicate(source: str, language_code: str) -> Exception:
    """The error of a term that is given twice."""
    where = f" for {language_code}" if language_code else ""
    return invalid(f"the term {source!r}{where} is given twice; once is enough", "source", source)


def _covers(found: Found, span: MaskSpan) -> bool:
    return found.start <= span.start and span.end <= found.end


def _key(term: Term) -> tuple[str, str]:
    return (term.source if term.case_sensitive else term.source.lower(), term.language_code)
