"""One translated segment with what the checks say of it, and the source as the translator is given it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from models.base import DecodingOptions, Hypothesis
from service.batching import Decoder
from service.checks import SegmentPair, check_segment
from service.domain import Flag, FlagCode, TermKind, TermUse
from service.facts.names_document import KnownName, known_in
from service.translation.glossary import EMPTY, Glossary
from service.translation.glossary.english import restored
from service.translation.glossary.matching import Found
from service.translation.glossary.placing import spans_of
from service.translation.masking import Masked, MaskSpan, mask, protected_spans
from service.translation.rendering import fact_spans
from service.translation.style import english_form, source_form

#: What an editor minds most. A try is better where the sum over its flags is less.
WEIGHTS = {
    FlagCode.LOOP: 8.0, FlagCode.ECHO: 8.0, FlagCode.TRUNCATED: 6.0, FlagCode.NEGATION: 5.0, FlagCode.NUMBER: 4.0,
    FlagCode.UNIT: 4.0, FlagCode.DATE: 4.0, FlagCode.PROTECTED: 4.0, FlagCode.GLOSSARY: 4.0, FlagCode.NAME: 3.0,
    FlagCode.ADDED: 6.0, FlagCode.HEDGE: 2.0, FlagCode.QUOTE: 2.0, FlagCode.LOW_CONFIDENCE: 1.0,
}  # fmt: skip
#: Nothing in such an output is worth keeping, a term neither.
_WORTHLESS = frozenset({FlagCode.LOOP, FlagCode.ECHO, FlagCode.TRUNCATED})


@dataclass(frozen=True, slots=True)
class Draft:
    """One translated segment and what the checks say of it."""

    original: str
    language_code: str
    text: str
    score: float | None
    flags: tuple[Flag, ...]
    terms: tuple[TermUse, ...] = ()
    """Glossary terms and do-not-translate spans of the original, in order."""

    @property
    def doubt(self) -> float:
        """Sum of the weights of the flags that warn, a little more where one names several things; 0 where all pass.

        A term that was not applied counts in full, each by itself.
        """
        counted = sum(
            WEIGHTS.get(flag.code, 1.0) * (1 + 0.1 * flag.detail.count(";"))
            for flag in self.flags
            if flag.warns and flag.code is not FlagCode.GLOSSARY
        )
        return counted + WEIGHTS[FlagCode.GLOSSARY] * sum(u.kind is TermKind.TERM for u in self.terms if not u.applied)

    @property
    def lost(self) -> int:
        """Terms not applied and protected spans changed."""
        return sum(not use.applied for use in self.terms)

    def without_lead(self, original: str) -> Draft:
        """The draft of `original`, where this one's has something put before it: the dash that speech goes on under."""
        lead = len(self.original) - len(original)
        terms = tuple(replace(use, start=use.start - lead, end=use.end - lead) for use in self.terms)
        return replace(self, original=original, terms=terms)

    def betters(self, other: Draft) -> bool:
        """Whether this one should stand in place of `other`: less doubt, and no term lost that `other` has."""
        keeps = self.lost <= other.lost or bool(_WORTHLESS & {flag.code for flag in other.flags})
        return self.doubt < other.doubt and keeps


@dataclass(frozen=True, slots=True)
class Setting:
    """What the segments of one language are translated with. `floor` is the model's calibrated score floor; `names` are
    the lone names that the document knows."""

    decoder: Decoder
    options: DecodingOptions
    floor: float | None
    glossary: Glossary = EMPTY
    names: tuple[KnownName, ...] = ()

    def draft(self, original: str, language_code: str, text: str, hypothesis: Hypothesis) -> Draft:
        """Bring a decoded text into English form and check it, its terms too."""
        found = self.glossary.find(original, language_code)
        names = known_in(original, self.names)
        text = restored(english_form(text, original, language_code, names), found)
        uses = self.glossary.placed(found, text)

        def checked(source: str) -> tuple[Flag, ...]:
            pair = SegmentPair(source, text, language_code, hypothesis.score, hypothesis.hit_limit, self.floor)
            return check_segment(replace(pair, names=names))

        flags = checked(original)
        told = _as_told(original, uses)
        if flags and told != original:
            # A name or a number that the glossary replaces is not lost: what the checks must say holds of both readings.
            said = {flag.code: flag for flag in checked(told)}
            flags = tuple(said[flag.code] for flag in flags if flag.code in said)
        return Draft(original, language_code, text, hypothesis.score, _joined(flags, self.glossary.flags(uses)), uses)

    def masked(
        self,
        original: str,
        language_code: str,
        *,
        facts: bool,
        terms: Callable[[int], bool] = lambda _: False,
        bare: frozenset[str] = frozenset(),
    ) -> Masked:
        """The source as the translator gets it: protected spans masked always, numbers, dates and names with `facts`.

        Of the glossary's terms those whose number among all that was found `terms` says yes to. Its protected texts that are
        in `bare` are left to the translator.
        """
        source = source_form(original, language_code)
        found = self.glossary.find(original, language_code)
        wanted = spans_of(source, original, found, language_code)
        spans = [
            span
            for i, (f, span) in enumerate(zip(found, wanted, strict=True))
            if (terms(i) if f.term else f.text not in bare)
        ]
        spans = _beside(spans, protected_spans(source))
        return mask(source, _beside(spans, fact_spans(source, language_code, self.names)) if facts else spans)

    def told_in_source(self, original: str, language_code: str, missed: Callable[[int], bool]) -> Masked:
        """As `masked` without facts and with what was missed in the source itself: terms in English, protected texts bare."""
        chosen = [f for i, f in enumerate(self.glossary.find(original, language_code)) if missed(i)]
        bare = frozenset(f.text for f in chosen if f.term is None)
        return self.masked(_replaced(original, chosen), language_code, facts=False, bare=bare)


def _replaced(original: str, chosen: list[Found]) -> str:
    for f in reversed(chosen):
        if f.term:
            original = original[: f.start] + f.term.placed(f.readings) + original[f.end :]
    return original


def _as_told(original: str, uses: tuple[TermUse, ...]) -> str:
    """The original with the English of each applied term in its place."""
    for use in reversed(uses):
        if use.applied and use.kind is TermKind.TERM:
            original = original[: use.start] + use.target + original[use.end :]
    return original


def _beside(first: list[MaskSpan], more: list[MaskSpan]) -> list[MaskSpan]:
    """All of `first`, and those of `more` that overlap none of them."""
    return first + [m for m in more if all(m.end <= f.start or m.start >= f.end for f in first)]


def _joined(flags: tuple[Flag, ...], of_terms: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """At most one flag of each code: an address and a protected text that changed are one PROTECTED."""
    out = list(flags)
    for new in of_terms:
        same = next((i for i, flag in enumerate(out) if flag.code is new.code), None)
        if same is None:
            out.append(new)
        else:
            out[same] = replace(out[same], detail=f"{out[same].detail}; {new.detail}")
    return tuple(out)
