"""A doubted segment made again: masked, with other decoding, or in clauses; the least doubtful of all tries is returned.

Rounds run over all segments still in doubt, in order, one decode a round, so that a document gives the same bytes
however it is cached. A try replaces what there was only where it carries less doubt; one that passes every check is
flagged REPAIRED, any other keeps its flags.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.base import DecodingOptions, Hypothesis
from service.batching import Decoder
from service.checks import SegmentPair, check_segment
from service.domain import Flag, FlagCode, TermUse
from service.text.segmentation import split_long
from service.translation.glossary import EMPTY, Glossary
from service.translation.masking import Masked, mask, protected_spans, unmask
from service.translation.rendering import fact_spans
from service.translation.style import english_form, source_form

#: What an editor minds most. A try is better where the sum over its flags is less.
_WEIGHTS = {
    FlagCode.LOOP: 8.0, FlagCode.ECHO: 8.0, FlagCode.TRUNCATED: 6.0, FlagCode.NEGATION: 5.0, FlagCode.NUMBER: 4.0,
    FlagCode.UNIT: 4.0, FlagCode.DATE: 4.0, FlagCode.PROTECTED: 4.0, FlagCode.NAME: 3.0, FlagCode.ADDED: 6.0,
    FlagCode.HEDGE: 2.0, FlagCode.QUOTE: 2.0, FlagCode.LOW_CONFIDENCE: 1.0,
}  # fmt: skip
_MASKABLE = {
    FlagCode.NUMBER,
    FlagCode.UNIT,
    FlagCode.DATE,
    FlagCode.NAME,
    FlagCode.PROTECTED,
    FlagCode.ECHO,
    FlagCode.LOOP,
}
_CLAUSE_WORDS = 14


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
        """Sum of the weights of the flags that warn, a little more where one names several things; 0 where all pass."""
        return sum(
            _WEIGHTS.get(flag.code, 1.0) * (1 + 0.1 * flag.detail.count(";")) for flag in self.flags if flag.warns
        )


def draft(
    original: str,
    language_code: str,
    text: str,
    hypothesis: Hypothesis,
    floor: float | None,
    glossary: Glossary = EMPTY,
) -> Draft:
    """Bring a decoded text into English form and check it, its terms too."""
    text = english_form(text, original)
    pair = SegmentPair(original, text, language_code, hypothesis.score, hypothesis.hit_limit, floor)
    uses = glossary.uses(original, language_code, text)
    return Draft(original, language_code, text, hypothesis.score, check_segment(pair) + glossary.flags(uses), uses)


def masked_source(original: str, language_code: str, *, facts: bool) -> Masked:
    """The source as the translator gets it: protected spans masked always, numbers, dates and names with `facts`."""
    source = source_form(original, language_code)
    return mask(source, protected_spans(source) + (fact_spans(source, language_code) if facts else []))


def repair(
    drafts: Sequence[Draft],
    decoder: Decoder,
    options: DecodingOptions,
    floor: float | None,
    glossary: Glossary = EMPTY,
) -> list[Draft]:
    """Make every doubted draft again, up to three ways. Texts, order and count of the drafts stay."""
    out = list(drafts)
    for attempt in (_masked, _decoded_otherwise, _in_clauses):
        doubted = [i for i, d in enumerate(out) if d.doubt]
        if not doubted:
            break
        for i, tries in zip(doubted, attempt([out[i] for i in doubted], decoder, options, floor), strict=True):
            best = min([out[i], *tries], key=lambda d: (d.doubt, -(d.score or 0.0)))
            if best.doubt < out[i].doubt:
                out[i] = best
    return [
        replace(new, flags=(*new.flags, Flag(FlagCode.REPAIRED, f"was: {_codes(old.flags)}")))
        if old.doubt and not new.doubt
        else new
        for old, new in zip(drafts, out, strict=True)
    ]


def _codes(flags: Sequence[Flag]) -> str:
    return ", ".join(dict.fromkeys(flag.code.value for flag in flags if flag.warns))


def _tries(
    doubted: Sequence[Draft],
    masked: Sequence[Masked],
    decoder: Decoder,
    options: DecodingOptions,
    floor: float | None,
    *,
    wanted: Callable[[Draft], bool] = lambda _: True,
) -> list[list[Draft]]:
    chosen = [i for i, d in enumerate(doubted) if wanted(d)]
    decoded = decoder.decode([masked[i].text for i in chosen], options)
    out: list[list[Draft]] = [[] for _ in doubted]
    for i, hypotheses in zip(chosen, decoded, strict=True):
        for hypothesis in hypotheses:
            text = unmask(hypothesis.text, masked[i])
            if text:
                out[i].append(draft(doubted[i].original, doubted[i].language_code, text, hypothesis, floor))
    return out


def _masked(
    doubted: Sequence[Draft], decoder: Decoder, options: DecodingOptions, floor: float | None
) -> list[list[Draft]]:
    masked = [masked_source(d.original, d.language_code, facts=True) for d in doubted]
    more = replace(options, num_hypotheses=options.beam_size)
    can = {id(d) for d, m in zip(doubted, masked, strict=True) if m.stand_ins and _MASKABLE & {f.code for f in d.flags}}
    return _tries(doubted, masked, decoder, more, floor, wanted=lambda d: id(d) in can)


def _decoded_otherwise(
    doubted: Sequence[Draft], decoder: Decoder, options: DecodingOptions, floor: float | None
) -> list[list[Draft]]:
    beam = max(8, options.beam_size)
    more = replace(options, beam_size=beam, num_hypotheses=beam, repetition_penalty=1.15, no_repeat_ngram_size=4)
    masked = [masked_source(d.original, d.language_code, facts=False) for d in doubted]
    return _tries(doubted, masked, decoder, more, floor)


def _in_clauses(
    doubted: Sequence[Draft], decoder: Decoder, options: DecodingOptions, floor: float | None
) -> list[list[Draft]]:
    """Long sentences clause by clause, facts masked: reads rougher, loses less."""
    masked = [masked_source(d.original, d.language_code, facts=True) for d in doubted]
    clauses = [
        split_long(m.text, d.language_code, lambda piece: len(piece.split()) <= _CLAUSE_WORDS)
        for d, m in zip(doubted, masked, strict=True)
    ]
    long = [i for i, parts in enumerate(clauses) if len(parts) > 1]
    decoded = iter(decoder.decode([part.strip() for i in long for part in clauses[i]], options))
    out: list[list[Draft]] = [[] for _ in doubted]
    for i in long:
        hypotheses = [next(decoded)[0] for _ in clauses[i]]
        text = unmask(_joined([h.text for h in hypotheses]), masked[i])
        if text:
            score = sum(h.score for h in hypotheses) / len(hypotheses)
            whole = Hypothesis(text, (), score, any(h.hit_limit for h in hypotheses))
            out[i].append(draft(doubted[i].original, doubted[i].language_code, text, whole, floor))
    return out


def _joined(parts: Sequence[str]) -> str:
    """Clauses as one sentence: inner full stops go, inner capitals that the decoder put there stay as they are."""
    inner = [part.rstrip(".") for part in parts[:-1]]
    return " ".join([*inner, parts[-1]])
