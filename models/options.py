"""How a decoder is asked to decode."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class DecodingOptions:
    """How to decode. Part of every signature and every cache key.

    `beam_size` 1 is greedy. `max_output_tokens` None means the engine's own bound: about twice the input's tokens
    plus 32 (models.decoding.bounds), at most the model's positions. `min_output_ratio` is the shortest output
    allowed, as a share of the input's tokens (0..1). `num_hypotheses` is at most `beam_size`.
    """

    beam_size: int = 4
    num_hypotheses: int = 1
    max_output_tokens: int | None = None
    min_output_ratio: float = 0.0
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0

    def canonical(self) -> dict[str, float | int | None]:
        """The options as plain values, for signatures and cache keys."""
        return asdict(self)
