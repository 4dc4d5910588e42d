"""Small articles of this project's own, and engines that write badly about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.base import DecodingOptions, Hypothesis
from service.batching import Decoder, Meter
from service.domain import Flag, FlagCode, Paragraph, ParagraphKind, Segment, Translation
from tests.fakes import FakeEngine, fake_spec

FERRY = (
    "The ferry Solveig ran aground outside Ballstad on Tuesday night with 214 passengers on board, according to the coast guard.",
    "All of them were taken ashore by fishing boats, and none was seriously hurt.",
    "He said the wind had risen faster than the forecast.",
    "Why was the warning not heeded?",
    "The shipping company Nordkyst has not explained why the captain left the harbour despite a storm warning.",
    "Inspector Marte Lien will question the crew on Thursday, and the Maritime Authority is expected to report in May.",
    "Ballstad has been without a rescue boat since 2019, when the municipality sold it.",
)


def translated(
    sentences: Sequence[str],
    *,
    document_id: str = "a",
    title: str | None = None,
    published_at: str | None = None,
    kinds: dict[int, ParagraphKind] | None = None,
    flags: dict[int, tuple[Flag, ...]] | None = None,
) -> Translation:
    """A Translation with one paragraph a sentence; the original is the sentence in capitals, so the two differ."""
    kinds, flags = kinds or {}, flags or {}
    segments = tuple(
        Segment(f"p{i}.s1", text.upper(), text + " ", "nb", -0.2, flags.get(i - 1, ()))
        for i, text in enumerate(sentences, 1)
    )
    paragraphs = tuple(
        Paragraph(f"p{i}", kinds.get(i - 1, ParagraphKind.BODY), "nb", (f"p{i}.s1",))
        for i in range(1, len(sentences) + 1)
    )
    return Translation(
        document_id=document_id,
        title=title,
        title_original=title,
        outlet=None,
        byline=None,
        dateline=None,
        url=None,
        published_at=published_at,
        updated_at=None,
        source_language_code="nb",
        target_language_code="en",
        language_confidence=1.0,
        text="\n\n".join(sentences),
        paragraphs=paragraphs,
        segments=segments,
        notices=(),
        dropped_lines=(),
        content_sha256="0" * 64,
        provenance=None,
    )


class Writer(FakeEngine):
    """A summariser whose tries at a text are `tries(text)`, best first, cut or filled to the number asked for."""

    def __init__(self, tries: Callable[[str], Sequence[str]], *, reads: str, max_input_tokens: int = 512) -> None:
        spec = fake_spec("summarization", ("en",), summary_input=reads)
        super().__init__(spec=spec, max_input_tokens=max_input_tokens)
        self.tries = tries

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        self.calls.append(list(texts))
        out = []
        for text in texts:
            assert len(text.split()) < self.max_input_tokens, "the engine would refuse this"
            tries = list(self.tries(text))
            tries = (tries + [tries[-1]] * options.num_hypotheses)[: options.num_hypotheses]
            out.append(tuple(Hypothesis(t, tuple(t.split()), -0.5 - i) for i, t in enumerate(tries)))
        return out


def decoder(tries: Callable[[str], Sequence[str]], *, reads: str, max_input_tokens: int = 512) -> Decoder:
    """A Decoder without a cache over such a Writer."""
    return Decoder(Writer(tries, reads=reads, max_input_tokens=max_input_tokens), None, Meter())


def codes(flags: Sequence[Flag]) -> set[FlagCode]:
    return {flag.code for flag in flags}
