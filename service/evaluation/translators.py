"""The two systems that the translation evaluation compares: a checkpoint alone, and the same in Tidings."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.base import DecodingOptions, Engine, Hypothesis, Link
from models.spec import ModelSpec
from service.batching import Decoder, Meter
from service.checks import SegmentPair, check_segment
from service.domain import CleanedDocument, Flag, ParagraphKind, SourceParagraph
from service.evaluation.shape import TIDINGS, Context
from service.installed import Installed
from service.text.detection import LanguageDetector
from service.text.segmentation import split_long
from service.translation import DocumentTranslator, Router, SegmentTranslator

RAW = "raw"
RAW_OPTIONS = DecodingOptions(beam_size=4)

CHUNK = 480
"""Lines translated at once: paragraphs of one document, because what is decoded together shares batches."""


@dataclass(frozen=True)
class Output:
    """What a system made of lines: a text and the codes that warn (each once) a line, and the engine's work for it."""

    texts: tuple[str, ...]
    flag_codes: tuple[tuple[str, ...], ...]
    tokens: int
    seconds: float
    signature: str


class TimedEngine:
    """An engine, and how long it worked on how many output tokens (of the best hypothesis of each text)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self.compute_type = engine.compute_type
        self.tokens = 0
        self.seconds = 0.0

    @property
    def spec(self) -> ModelSpec:
        """The engine's own."""
        return self._engine.spec

    @property
    def max_input_tokens(self) -> int:
        """The engine's own."""
        return self._engine.max_input_tokens

    @property
    def replicas(self) -> int:
        """The engine's own."""
        return self._engine.replicas

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The engine's own."""
        return self._engine.count_tokens(texts)

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """The engine's own."""
        return self._engine.align(sources, targets)

    def signature(self, options: DecodingOptions) -> str:
        """The engine's own."""
        return self._engine.signature(options)

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """The engine's own, timed."""
        begun = time.perf_counter()
        out = self._engine.generate(texts, options, target_language_code=target_language_code)
        self.seconds += time.perf_counter() - begun
        self.tokens += sum(len(hypotheses[0].tokens) for hypotheses in out)
        return out


class Systems:
    """Both systems over the installed translators (source language -> engine)."""

    def __init__(self, engines: dict[str, Engine], context: Context) -> None:
        self._engines = engines
        self._context = context
        self._detector = LanguageDetector()

    @classmethod
    def open(cls, context: Context) -> Systems:
        """Load what the settings name, else the best installed. Raises ModelUnavailableError, ConfigurationError."""
        return cls(Installed.open(context.settings).translators, context)

    @property
    def language_codes(self) -> tuple[str, ...]:
        """What can be translated, sorted."""
        return tuple(sorted(self._engines))

    def translate(self, set_name: str, code: str, lines: Sequence[str]) -> Iterator[tuple[str, Output]]:
        """What each system makes of lines in language `code`. Each engine is warmed by a line before it is timed."""
        self._engines[code].generate(lines[:1], RAW_OPTIONS)
        for system, make in ((RAW, self._raw), (TIDINGS, self._tidings)):
            engine = TimedEngine(self._engines[code])
            texts: list[str] = []
            codes: list[tuple[str, ...]] = []
            signature = ""
            for start in range(0, len(lines), CHUNK):
                self._context.progress(f"{set_name}.{code}: {system}", start, len(lines))
                made, signature = make(engine, code, lines[start : start + CHUNK])
                texts += [text for text, _ in made]
                codes += [_warning(flags) for _, flags in made]
            yield system, Output(tuple(texts), tuple(codes), engine.tokens, engine.seconds, signature)

    def _raw(
        self, engine: TimedEngine, code: str, lines: Sequence[str]
    ) -> tuple[list[tuple[str, tuple[Flag, ...]]], str]:
        def fits(text: str) -> bool:
            return engine.count_tokens([text])[0] <= engine.max_input_tokens

        # Only a line that the model can't read at all is cut.
        pieces = [[line] if fits(line) else split_long(line, code, fits) for line in lines]
        made = iter(engine.generate([piece.strip() for parts in pieces for piece in parts], RAW_OPTIONS))
        floor = engine.spec.score_floor
        out = []
        for line, parts in zip(lines, pieces, strict=True):
            best = [next(made)[0] for _ in parts]
            text = " ".join(hypothesis.text for hypothesis in best)
            score = sum(hypothesis.score for hypothesis in best) / len(best)
            pair = SegmentPair(line, text, code, score, any(h.hit_limit for h in best), floor)
            out.append((text, check_segment(pair)))
        return out, engine.signature(RAW_OPTIONS)

    def _tidings(
        self, engine: TimedEngine, code: str, lines: Sequence[str]
    ) -> tuple[list[tuple[str, tuple[Flag, ...]]], str]:
        settings = self._context.settings
        options = DecodingOptions(beam_size=settings.beam_size)
        meter = Meter()
        # A sentence in another language than its line's goes to that language's model, as anywhere else.
        routed = {other: Decoder(e, None, meter, exact=settings.exact) for other, e in self._engines.items()}
        router = Router({**routed, code: Decoder(engine, None, meter, exact=settings.exact)})
        translator = DocumentTranslator(router, self._detector, SegmentTranslator(options, repair=settings.repair))
        translation = translator.translate(as_document(lines, code))
        segments = {segment.segment_id: segment for segment in translation.segments}
        out = []
        for paragraph in translation.paragraphs:
            here = [segments[segment_id] for segment_id in paragraph.segment_ids]
            flags = tuple(flag for segment in here for flag in segment.flags)
            out.append((" ".join(segment.text for segment in here), flags))
        return out, engine.signature(options)


def _warning(flags: Sequence[Flag]) -> tuple[str, ...]:
    return tuple(sorted({str(flag.code) for flag in flags if flag.warns}))


def as_document(lines: Sequence[str], language_code: str) -> CleanedDocument:
    """Lines as the paragraphs of one cleaned document: with the language given, none says anything of another."""
    return CleanedDocument(
        document_id="evaluation",
        title=None,
        outlet=None,
        byline=None,
        dateline=None,
        url=None,
        published_at=None,
        updated_at=None,
        language_code=language_code,
        paragraphs=tuple(SourceParagraph(ParagraphKind.BODY, line) for line in lines),
        notices=(),
        dropped_lines=(),
        content_sha256="",
    )
