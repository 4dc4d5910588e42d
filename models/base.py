"""The protocols every engine meets, and what goes in and out of a decoder.

Nothing here imports torch, transformers or ctranslate2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from models.alignment import Link
from models.options import DecodingOptions
from models.spec import ModelSpec

__all__ = ["DecodingOptions", "Engine", "Hypothesis", "Link", "Summarizer", "Translator"]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One output of a decoder.

    `score` is the mean log probability a token (end of sentence counted), so comparable between lengths.
    `hit_limit` is true where decoding stopped at the length bound instead of at the end-of-sentence token.
    """

    text: str
    tokens: tuple[str, ...]
    score: float
    hit_limit: bool = False


@runtime_checkable
class Engine(Protocol):
    """A loaded checkpoint: text in, hypotheses out. Safe to call from several threads."""

    @property
    def spec(self) -> ModelSpec:
        """What is known of the checkpoint."""

    @property
    def name(self) -> str:
        """`ctranslate2`, `transformers`, or a test's own."""

    @property
    def compute_type(self) -> str:
        """What the weights are computed in: `int8`, `int8_float32`, `float32`, `bfloat16`, `float16`."""

    @property
    def max_input_tokens(self) -> int:
        """The longest input in tokens, the end-of-sentence token included; longer ones are refused, never cut."""

    @property
    def replicas(self) -> int:
        """Batches it decodes at once: so many `generate` calls in parallel keep it busy."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as the encoder sees it, special tokens included."""

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses of each text, best first, as many as `options.num_hypotheses`.

        Raises models.errors.InputTooLongError where a text has more than `max_input_tokens`.
        """

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Which words of each source each word of its target stands for, whoever wrote the target: see models.alignment.Link.

        The target is forced through the decoder and its attention read; nothing is searched. A pair of which either text
        has more tokens than the model has positions has no links, and neither has an empty one. Raises
        UnsupportedModelError for a model that is no translator.
        """

    def signature(self, options: DecodingOptions) -> str:
        """Model id, revision, decoding options, engine and compute type in one line: what produced a text."""


class Translator(Engine, Protocol):
    """An engine whose spec's task is `translation`."""


class Summarizer(Engine, Protocol):
    """An engine whose spec's task is `summarization`."""
