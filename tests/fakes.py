"""Engines for tests: no weights, the same answer every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.alignment import word_spans
from models.base import DecodingOptions, Hypothesis, Link
from models.spec import ModelSpec, signature


def fake_spec(task: str = "translation", languages: tuple[str, ...] = ("nb", "nn", "de"), **more: object) -> ModelSpec:
    """A spec with the least in it."""
    fields: dict[str, object] = {
        "id": f"fake-{task}",
        "revision": "1",
        "task": task,
        "architecture": "fake",
        "licence": "Apache-2.0",
        "languages": languages,
        "size_mb": 0,
        **more,
    }
    return ModelSpec(**fields)  # type: ignore[arg-type]  # keyword names are the test's own


class FakeEngine:
    """Answers with `answer(text)`; counts its calls and keeps what it was given."""

    def __init__(
        self,
        answer: Callable[[str], str] = lambda text: f"EN {text}",
        *,
        spec: ModelSpec | None = None,
        max_input_tokens: int = 512,
        replicas: int = 1,
    ) -> None:
        self.answer = answer
        self.spec = spec or fake_spec()
        self.name = "fake"
        self.compute_type = "float32"
        self.max_input_tokens = max_input_tokens
        self.replicas = replicas
        self.calls: list[list[str]] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words plus the end of sentence."""
        return [len(text.split()) + 1 for text in texts]

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """One hypothesis a text, all with the same score."""
        self.calls.append(list(texts))
        out = []
        for text in texts:
            words = self.answer(text)
            out.append((Hypothesis(words, tuple(words.split()), -0.5),) * options.num_hypotheses)
        return out

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Word by word: equal words, else those at the same place from the left."""
        self.calls.append([f"{source} = {target}" for source, target in zip(sources, targets, strict=True)])
        return [_links(source, target) for source, target in zip(sources, targets, strict=True)]

    def signature(self, options: DecodingOptions) -> str:
        """As a real engine's."""
        return signature(self.spec, options, engine="fake", compute_type="float32", engine_version="1")


def _links(source: str, target: str) -> tuple[Link, ...]:
    there = word_spans(source)
    out = []
    for i, (start, end) in enumerate(word_spans(target)):
        same = [span for span in there if source[span[0] : span[1]] == target[start:end]]
        if same or i < len(there):
            out.append(Link(*(same[0] if same else there[i]), start, end, 1.0))
    return tuple(out)
