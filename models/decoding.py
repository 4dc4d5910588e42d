"""What both engines must agree on before they decode: length bounds, the order of work, what is refused."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.base import DecodingOptions
from models.errors import InputTooLongError, UnsupportedModelError
from models.spec import ModelSpec

LENGTH_STEPS = (16, 32, 64, 128, 256, 512, 1024)
"""Inputs up to each of these many tokens share a bound on the output, so that they can share a batch."""

SPARE_TOKENS = 32


@dataclass(frozen=True, slots=True, order=True)
class Bounds:
    """Output tokens of one text: at least `minimum` before the end of sentence, at most `maximum` with it."""

    maximum: int
    minimum: int


def bounds(tokens: int, options: DecodingOptions, positions: int) -> Bounds:
    """The bounds of a text of `tokens` input tokens: a function of that text alone, whatever it is batched with.

    Without `max_output_tokens`: twice the tokens (rounded up to a step of LENGTH_STEPS) plus 32, at most `positions`.
    """
    step = next((step for step in LENGTH_STEPS if tokens <= step), tokens)
    wanted = options.max_output_tokens if options.max_output_tokens is not None else 2 * step + SPARE_TOKENS
    maximum = min(wanted, positions)
    return Bounds(maximum, min(math.ceil(options.min_output_ratio * tokens), maximum - 1))


def group(lengths: Sequence[int], options: DecodingOptions, positions: int) -> list[tuple[Bounds, list[int]]]:
    """Which texts (by place in `lengths`) decode together: those with equal bounds, the longest group first.

    An engine takes one bound a batch. Were it the batch's largest, what a looping text says would depend on its neighbours.
    """
    groups: dict[Bounds, list[int]] = {}
    for place, tokens in enumerate(lengths):
        groups.setdefault(bounds(tokens, options, positions), []).append(place)
    return sorted(groups.items(), reverse=True)


def check_options(options: DecodingOptions) -> None:
    """Raises ValueError for a value out of range, naming the range."""
    if options.beam_size < 1:
        raise ValueError(f"beam_size {options.beam_size}: 1 or more is needed")
    if not 1 <= options.num_hypotheses <= options.beam_size:
        raise ValueError(f"num_hypotheses {options.num_hypotheses}: 1 to beam_size ({options.beam_size}) is possible")
    if options.max_output_tokens is not None and options.max_output_tokens < 1:
        raise ValueError(f"max_output_tokens {options.max_output_tokens}: 1 or more is needed")
    if not 0.0 <= options.min_output_ratio <= 1.0:
        raise ValueError(f"min_output_ratio {options.min_output_ratio}: a share from 0 to 1 is needed")
    if options.repetition_penalty <= 0.0 or options.no_repeat_ngram_size < 0:
        raise ValueError(
            f"repetition_penalty {options.repetition_penalty} must be above 0 and "
            f"no_repeat_ngram_size {options.no_repeat_ngram_size} at least 0"
        )


def check_target(spec: ModelSpec, target_language_code: str) -> None:
    """Raises UnsupportedModelError where the model does not write that language."""
    if target_language_code not in spec.target_languages:
        raise UnsupportedModelError(
            f"{spec.id} does not write {target_language_code!r}; it writes {', '.join(spec.target_languages)}",
            metadata={"model_id": spec.id, "target_language_code": target_language_code},
        )


def check_lengths(spec: ModelSpec, texts: Sequence[str], lengths: Sequence[int], limit: int) -> None:
    """Raises InputTooLongError for the first text above `limit` tokens."""
    for text, tokens in zip(texts, lengths, strict=True):
        if tokens > limit:
            raise InputTooLongError(tokens, limit, model_id=spec.id, text=text)


def alignable(sources: Sequence[str], targets: Sequence[str], lengths: Sequence[int], limit: int) -> list[int]:
    """The places of pairs that can be aligned: both texts say something, and the longer has at most `limit` tokens."""
    return [
        place
        for place, (source, target, tokens) in enumerate(zip(sources, targets, lengths, strict=True))
        if source.strip() and target.strip() and tokens <= limit
    ]


def no_translator(spec: ModelSpec) -> UnsupportedModelError:
    """The error of a model that is asked to align what it doesn't translate."""
    return UnsupportedModelError(
        f"{spec.id} is made for {spec.task}; only translators align words",
        metadata={"model_id": spec.id, "task": spec.task},
    )
