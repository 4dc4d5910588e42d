"""A newsroom without models: the shape of service.pipeline.Newsroom, the same answers every time.

Run as a program it is the `tidings` command over that newsroom, for tests that kill a process:
`python -m tests.corpus.fakes LOG DELAY corpus IN --out OUT`.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from pathlib import Path

from service.domain import (
    AgreedFact,
    CleanedDocument,
    Conflict,
    ConflictKind,
    ConflictSide,
    DroppedLine,
    Event,
    EventStatus,
    EventSummary,
    Flag,
    FlagCode,
    LanguageCandidate,
    Mention,
    Notice,
    NoticeKind,
    Paragraph,
    ParagraphKind,
    Provenance,
    Segment,
    Source,
    SourceParagraph,
    Summary,
    SummarySentence,
    TimelineEntry,
    TranslatedQuotation,
    Translation,
    When,
)
from service.errors import EngineError, InvalidInputError
from service.pipeline import DocumentResult, Newsroom, failure_of
from service.store import MemoryCache, cache_key
from service.text.cleaning.phrases import key_of
from service.translation.memory import remembered

PROVENANCE = Provenance("fake-mt", "1", "fake", "float32", "fake-mt@1|fake:1|float32|beam:4#000000000000")


class Meter:
    model_calls = 0
    cache_hits = 0
    cache_misses = 0


class FakeNewsroom:
    """Translates by putting EN before every sentence. Words in capitals in a text make it fail in that way."""

    def __init__(
        self, *, cache=None, log: Path | None = None, delay: float = 0.0, signature: str = "1", notice=None, memory=None
    ):
        self.cache = cache or MemoryCache()
        self.meter = Meter()
        self.log = log
        self.delay = delay
        self.signature = signature
        self.small = notice
        self.memory = memory
        self.computed: list[str] = []
        self._lock = threading.Lock()

    def clean(self, document, furniture=frozenset()):
        text = document.text if document.text is not None else document.html.replace("<p>", "").replace("</p>", "\n\n")
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        dropped = [line for line in lines if key_of(line) in furniture or line.startswith("Share:")]
        body = [line for line in lines if line not in dropped]
        if not body:
            raise InvalidInputError("NO_BODY", "no body is left; an article should have one", stage="clean")
        return CleanedDocument(
            document_id=document.document_id,
            title=document.title,
            outlet=document.outlet,
            byline=document.byline,
            dateline=None,
            url=document.url,
            published_at=document.published_at,
            updated_at=None,
            language_code=document.language_code,
            paragraphs=tuple(SourceParagraph(ParagraphKind.BODY, line) for line in body),
            notices=(Notice(NoticeKind.AI_GENERATED, "KI", "KI"),) if "KI-generert" in text else (),
            dropped_lines=tuple(DroppedLine(line, "share_bar") for line in dropped),
            content_sha256=hashlib.sha256("\n".join(body).encode()).hexdigest(),
        )

    def _decode(self, document_id, text):
        key = cache_key({"text": text, "signature": self.signature})
        if (value := self.cache.get(key)) is not None:
            self.meter.cache_hits += 1
            return value.decode()
        time.sleep(self.delay)
        with self._lock:
            self.meter.cache_misses += 1
            self.meter.model_calls += 1
        self.cache.put(key, f"EN {text}".encode())
        return f"EN {text}"

    def _note(self, what):
        with self._lock:
            self.computed.append(what)
            if self.log:
                with self.log.open("a", encoding="utf-8") as stream:
                    stream.write(what + "\n")

    def translate(self, document, furniture=frozenset()):
        cleaned = self.clean(document, furniture)
        text = "\n".join(p.text for p in cleaned.paragraphs)
        if "POLISH" in text:
            raise InvalidInputError(
                "UNSUPPORTED_LANGUAGE",
                "no installed model reads pl; de, nb, nn and en are read",
                metadata={"language_code": "pl"},
                stage="detect",
            )
        if "BROKEN" in text:
            raise EngineError("MODEL_FAILED", "the model failed", stage="translate")
        if "BUG" in text:
            raise KeyError("a bug")
        code = cleaned.language_code or "de"
        segments, paragraphs = [], []
        for number, paragraph in enumerate(cleaned.paragraphs, 1):
            ids = []
            for n, sentence in enumerate(filter(None, (s.strip() for s in paragraph.text.split(". "))), 1):
                flags = (Flag(FlagCode.NUMBER, "12 -> 21"),) if "12" in sentence else ()
                english = sentence if code == "en" else self._decode(cleaned.document_id, sentence)
                (known,) = remembered([sentence], code, self.memory)
                english, flags = (known.text, known.flags) if known else (english, flags)
                segments.append(Segment(f"p{number}.s{n}", sentence, english, code, -0.123456789, flags))
                ids.append(f"p{number}.s{n}")
            paragraphs.append(Paragraph(f"p{number}", paragraph.kind, code, tuple(ids)))
        self._note(cleaned.document_id)
        return Translation(
            document_id=cleaned.document_id,
            title=self._title(cleaned.title, code),
            title_original=cleaned.title,
            outlet=cleaned.outlet,
            byline=cleaned.byline,
            dateline=cleaned.dateline,
            url=cleaned.url,
            published_at=cleaned.published_at,
            updated_at=None,
            source_language_code=code,
            target_language_code="en",
            language_confidence=0.98765432,
            text="\n\n".join(" ".join(s.text for s in segments if s.segment_id in p.segment_ids) for p in paragraphs),
            paragraphs=tuple(paragraphs),
            segments=tuple(segments),
            notices=cleaned.notices,
            dropped_lines=cleaned.dropped_lines,
            content_sha256=cleaned.content_sha256,
            provenance=None if code == "en" else PROVENANCE,
        )

    def _title(self, title, code):
        if not title:
            return None
        (known,) = remembered([title], code, self.memory)
        return known.text if known else f"EN {title}"

    @staticmethod
    def source(translation):
        first = translation.segments[0]
        return Source(translation.document_id, first.segment_id, first.text, first.original)

    def summarize(self, translation):
        if "DULL" in translation.text:
            raise EngineError("MODEL_FAILED", "the summariser failed", stage="summarize")
        source = self.source(translation)
        said = (TranslatedQuotation("EN Ja <b>", "Ja <b>"),) if "„Ja <b>“" in source.original else ()
        sentence = SummarySentence(source.text, (source,), (Flag(FlagCode.EXTRACTIVE, ""),), said)
        return Summary(translation.document_id, translation.title, (sentence,), translation.notices, PROVENANCE)

    def process(self, document, furniture=frozenset()):
        stage = "translate"
        try:
            translation = self.translate(document, furniture)
            stage = "summarize"
            return DocumentResult(document.document_id, translation, self.summarize(translation), None)
        except (InvalidInputError, EngineError) as error:
            return DocumentResult(document.document_id, None, None, failure_of(document.document_id, error, stage))

    def detect(self, text):
        return (LanguageCandidate("de", 0.9),)

    def group(self, translations):
        groups = {}
        for translation in sorted(translations, key=lambda t: t.document_id):
            groups.setdefault(translation.segments[0].original.split()[0], []).append(translation)
        return tuple(tuple(group) for group in groups.values())

    def describe(self, members):
        if any("NOEVENT" in member.text for member in members):
            raise EngineError("MODEL_FAILED", "the event summary failed")
        self._note("event " + members[0].document_id)
        sources = tuple(self.source(member) for member in members)
        return Event(
            event_id="ev-" + hashlib.sha256(members[0].document_id.encode()).hexdigest()[:12],
            title=members[0].title or members[0].document_id,
            document_ids=tuple(member.document_id for member in members),
            duplicates=(),
            status=EventStatus.HAPPENED,
            when=When(members[0].published_at, None, sources[0]),
            where=(Mention("Bodø", ("Bodø", "Bodo"), tuple(m.document_id for m in members)),),
            who=(),
            first_reported_by=members[0].outlet,
            outlets=tuple(sorted({m.outlet for m in members if m.outlet})),
            language_codes=tuple(sorted({m.source_language_code for m in members})),
            summary=EventSummary((SummarySentence(sources[0].text, sources),), PROVENANCE),
            agreed_facts=(AgreedFact(sources[0].text, sources),),
            conflicts=(Conflict(ConflictKind.NUMBER, "the injured", (ConflictSide("12", sources[:1]),)),),
            timeline=(TimelineEntry("2024-10-11", sources[0].text, sources),),
        )

    def signatures(self):
        return {"translation.de": f"fake-mt@{self.signature}", "summarization": "extractive"}

    def notice(self):
        return self.small

    def close(self):
        self.cache.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def install(monkeypatch_or_none, **options):
    """Make `Newsroom.open` answer with a fake; the list it returns holds every one that was opened."""
    opened = []

    def fake_open(settings, *, cache=True, glossary=None):
        from service.store import Cache

        kept = Cache(settings.cache_path, max_bytes=settings.cache_max_bytes) if cache else MemoryCache()
        newsroom = FakeNewsroom(cache=kept, **options)
        newsroom.settings = settings
        opened.append(newsroom)
        return newsroom

    if monkeypatch_or_none is None:
        Newsroom.open = staticmethod(fake_open)
    else:
        monkeypatch_or_none.setattr(Newsroom, "open", staticmethod(fake_open))
    return opened


if __name__ == "__main__":
    from service.cli import main
    from service.corpus import basis

    # A file saved while a test runs must not make its second process another Tidings than its first.
    basis.code_digest = lambda: "fake"
    log, delay, *arguments = sys.argv[1:]
    install(None, log=Path(log), delay=float(delay))
    sys.exit(main(arguments))
