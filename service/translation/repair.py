"""A segment made again: its missed terms placed; where it is doubted masked, with other decoding, or in clauses.

The least doubtful of all tries is returned. Rounds run over all segments still in doubt, in order, one decode a round, so
that a document gives the same bytes however it is cached. A try replaces what there was only where it carries less doubt
and loses no term; one that passes every check is flagged REPAIRED, any other keeps its flags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from models.base import DecodingOptions, Hypothesis
from service.domain import Flag, FlagCode
from service.facts.names_lexicon import name_words
from service.facts.words import is_stopword
from service.spans import spanned
from service.text.segmentation import split_long
from service.translation.drafts import Draft, Setting
from service.translation.masking import Masked, unmask
from service.translation.route import TARGET

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
#: The first word of a clause, where it is written with a capital and is not `I`.
_FIRST = re.compile(r"([A-Z](?!['’])[a-z]*)(?<!\bI)(?![\w'’])")


def place_terms(drafts: Sequence[Draft], setting: Setting) -> list[Draft]:
    """Make every draft that misses a term or a protected text again, in two ways. Texts, order and count of the drafts stay."""
    return _rounds(drafts, setting, (_terms_masked, _terms_told), wanted=lambda d: bool(d.lost))


@spanned("repair")
def repair(drafts: Sequence[Draft], setting: Setting, first: Sequence[Draft]) -> list[Draft]:
    """Make every doubted draft again, up to three ways. Texts, order and count of the drafts stay.

    `first` is what the model gave by itself: REPAIRED is said where a check doubted that (a missed term alone is none of
    a check's) and none doubts what there is now.
    """
    out = _rounds(drafts, setting, (_masked, _decoded_otherwise, _in_clauses), wanted=lambda d: bool(d.doubt))
    return [
        replace(new, flags=(*new.flags, Flag(FlagCode.REPAIRED, f"was: {was}"))) if was and not new.doubt else new
        for was, new in zip(map(_codes, first), out, strict=True)
    ]


_Attempt = Callable[[Sequence[Draft], Setting], list[list[Draft]]]


def _rounds(
    drafts: Sequence[Draft], setting: Setting, attempts: Sequence[_Attempt], *, wanted: Callable[[Draft], bool]
) -> list[Draft]:
    out = list(drafts)
    for attempt in attempts:
        doubted = [i for i, d in enumerate(out) if wanted(d)]
        if not doubted:
            break
        for i, tries in zip(doubted, attempt([out[i] for i in doubted], setting), strict=True):
            better = [made for made in tries if made.betters(out[i])]
            out[i] = min([out[i], *better], key=lambda d: (d.doubt, -(d.score or 0.0)))
    return out


def _codes(d: Draft) -> str:
    return ", ".join(dict.fromkeys(f.code.value for f in d.flags if f.warns and f.code is not FlagCode.GLOSSARY))


def _tries(
    doubted: Sequence[Draft],
    masked: Sequence[Masked],
    setting: Setting,
    options: DecodingOptions,
    *,
    wanted: Callable[[Draft], bool] = lambda _: True,
) -> list[list[Draft]]:
    chosen = [i for i, d in enumerate(doubted) if wanted(d)]
    decoded = setting.decoder.decode([masked[i].text for i in chosen], options)
    out: list[list[Draft]] = [[] for _ in doubted]
    for i, hypotheses in zip(chosen, decoded, strict=True):
        for hypothesis in hypotheses:
            text = unmask(hypothesis.text, masked[i])
            if text:
                out[i].append(setting.draft(doubted[i].original, doubted[i].language_code, text, hypothesis))
    return out


def _missed(d: Draft) -> Callable[[int], bool]:
    return lambda number: number < len(d.terms) and not d.terms[number].applied


def _terms_masked(doubted: Sequence[Draft], setting: Setting) -> list[list[Draft]]:
    """Stand-ins for the terms that were missed, and for those alone: what came out right by itself stays free."""
    masked = [setting.masked(d.original, d.language_code, facts=False, terms=_missed(d)) for d in doubted]
    more = replace(setting.options, num_hypotheses=setting.options.beam_size)
    return _tries(doubted, masked, setting, more)


def _terms_told(doubted: Sequence[Draft], setting: Setting) -> list[list[Draft]]:
    """Where a stand-in did not come through: the English of what was missed in the midst of the source."""
    masked = [setting.told_in_source(d.original, d.language_code, _missed(d)) for d in doubted]
    return _tries(doubted, masked, setting, setting.options)


def _with_terms(d: Draft, setting: Setting) -> Masked:
    return setting.masked(d.original, d.language_code, facts=True, terms=lambda _: True)


def _masked(doubted: Sequence[Draft], setting: Setting) -> list[list[Draft]]:
    masked = [_with_terms(d, setting) for d in doubted]
    more = replace(setting.options, num_hypotheses=setting.options.beam_size)
    can = {id(d) for d, m in zip(doubted, masked, strict=True) if m.stand_ins and _MASKABLE & {f.code for f in d.flags}}
    return _tries(doubted, masked, setting, more, wanted=lambda d: id(d) in can)


def _decoded_otherwise(doubted: Sequence[Draft], setting: Setting) -> list[list[Draft]]:
    beam = max(8, setting.options.beam_size)
    more = replace(
        setting.options, beam_size=beam, num_hypotheses=beam, repetition_penalty=1.15, no_repeat_ngram_size=4
    )
    masked = [setting.masked(d.original, d.language_code, facts=False, terms=lambda _: True) for d in doubted]
    return _tries(doubted, masked, setting, more)


def _in_clauses(doubted: Sequence[Draft], setting: Setting) -> list[list[Draft]]:
    """Long sentences clause by clause, facts masked: reads rougher, loses less."""
    masked = [_with_terms(d, setting) for d in doubted]
    clauses = [
        split_long(m.text, d.language_code, lambda piece: len(piece.split()) <= _CLAUSE_WORDS)
        for d, m in zip(doubted, masked, strict=True)
    ]
    long = [i for i, parts in enumerate(clauses) if len(parts) > 1]
    decoded = iter(setting.decoder.decode([part.strip() for i in long for part in clauses[i]], setting.options))
    out: list[list[Draft]] = [[] for _ in doubted]
    for i in long:
        hypotheses = [next(decoded)[0] for _ in clauses[i]]
        text = unmask(_joined([h.text for h in hypotheses], clauses[i]), masked[i])
        if text:
            score = sum(h.score for h in hypotheses) / len(hypotheses)
            whole = Hypothesis(text, (), score, any(h.hit_limit for h in hypotheses))
            out[i].append(setting.draft(doubted[i].original, doubted[i].language_code, text, whole))
    return out


def _joined(parts: Sequence[str], clauses: Sequence[str]) -> str:
    """Clauses as one sentence: inner full stops go, and the capital that the decoder gave each clause's first word."""
    inner = [part.rstrip(".") for part in parts[:-1]]
    lowered = [
        part if place == 0 else _without_capital(part, clauses[place]) for place, part in enumerate([*inner, parts[-1]])
    ]
    return " ".join(lowered)


def _is_plain(low: str) -> bool:
    words = name_words(TARGET)
    return (is_stopword(low, TARGET) or words.is_common(low)) and low not in words.not_names


def _without_capital(part: str, clause: str) -> str:
    """A clause that goes on a sentence; a word that may be a name, or that the source has so, keeps its capital."""
    first = _FIRST.match(part)
    if first is None or first[1] in clause or not _is_plain(first[1].lower()):
        return part
    return part[0].lower() + part[1:]
