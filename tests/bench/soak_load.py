"""What the clients of a soak do, and what they hold the server's answers against."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc

from tests.bench.load import OPTIONS, PATH
from tests.bench.texts import Article
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

OVERLOADED = {grpc.StatusCode.RESOURCE_EXHAUSTED}
"""A full queue may refuse; the client is told when to come back."""

TOO_LONG = "Dette er en setning. " * 60_000


@dataclass
class Tally:
    """What came of the calls."""

    right: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """As they should be, by what was sent and status."""
    wrong: list[str] = field(default_factory=list)
    """Answers that are not the expected ones, statuses nobody should see."""
    digests: dict[str, str] = field(default_factory=dict)
    """Of answers that must always be the same, by request."""


class Clients:
    """`expected` is the English of each segment, by document id. Every client works until `stop` is set."""

    def __init__(
        self, port: int, pool: Sequence[Article], big: Sequence[Article], expected: dict[str, list[str]]
    ) -> None:
        self.tally = Tally()
        self.stop = asyncio.Event()
        self._port, self._pool, self._big, self._expected = port, pool, big, expected
        self._number = 0

    async def client(self, seed: int) -> None:
        """One call after the other; a new connection every so often, sometimes in the midst of a call."""
        rng = random.Random(seed)
        calls: list[tuple[int, Callable[..., Awaitable[None]]]] = [
            (40, self._seen), (20, self._new), (6, self._cancelled), (6, self._deadline), (8, self._bad), (2, self._garbage),
            (1, self._long), (6, self._stream), (2, self._abandoned), (4, self._same),
        ]  # fmt: skip
        weights, kinds = zip(*calls, strict=True)
        while not self.stop.is_set():
            async with grpc.aio.insecure_channel(f"127.0.0.1:{self._port}", options=OPTIONS) as channel:
                stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
                for _ in range(rng.randint(5, 60)):
                    if self.stop.is_set():
                        break
                    (kind,) = rng.choices(kinds, weights)
                    name = kind.__name__.strip("_")
                    try:
                        await kind(rng, stub, channel)
                    except grpc.aio.AioRpcError as error:
                        if error.code() in OVERLOADED:
                            self.tally.refused[f"{name}: {error.code().name}"] += 1
                        else:
                            self.tally.wrong.append(f"{name}: {error.code().name} {error.details()}")
                    await asyncio.sleep(rng.random() * 0.05)

    def _request(self, article: Article, **more: Any) -> pb.TranslateDocumentRequest:
        document = pb.Document(document_id=article.document_id, text=article.text, language_code=article.language_code)
        return pb.TranslateDocumentRequest(document=document, **more)

    def _never_asked(self, article: Article) -> pb.TranslateDocumentRequest:
        """The article in a request that is in no cache of replies: it protects a word that it has not."""
        self._number += 1
        return self._request(article, glossary=pb.Glossary(protected=[f"Xq{self._number}Zw"]))

    def _check(self, kind: str, article: Article, translation: pb.Translation) -> None:
        found = [segment.text for segment in translation.segments]
        if found == self._expected[article.document_id] and translation.document_id == article.document_id:
            self.tally.right[kind] += 1
        else:
            self.tally.wrong.append(f"{kind} {article.document_id}: {found}")

    async def _seen(self, rng: random.Random, stub: Any, channel: Any) -> None:
        article = rng.choice(self._pool)
        reply = await stub.TranslateDocument(self._request(article), timeout=300)
        self._check("seen", article, reply.translation)

    async def _new(self, rng: random.Random, stub: Any, channel: Any) -> None:
        article = rng.choice(self._pool)
        reply = await stub.TranslateDocument(self._never_asked(article), timeout=300)
        self._check("new", article, reply.translation)

    async def _long(self, rng: random.Random, stub: Any, channel: Any) -> None:
        article = rng.choice(self._big)
        reply = await stub.TranslateDocument(self._never_asked(article), timeout=300)
        self._check("long", article, reply.translation)

    async def _cancelled(self, rng: random.Random, stub: Any, channel: Any) -> None:
        article = rng.choice([*self._pool, *self._big])
        call = stub.TranslateDocument(self._never_asked(article), timeout=300)
        await asyncio.sleep(rng.random() * 0.2)
        call.cancel()
        try:
            self._check("cancelled", article, (await call).translation)
        except asyncio.CancelledError:
            if asyncio.current_task() and asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            self.tally.refused["cancelled: CANCELLED"] += 1

    async def _deadline(self, rng: random.Random, stub: Any, channel: Any) -> None:
        article = rng.choice([*self._pool, *self._big])
        try:
            reply = await stub.TranslateDocument(self._never_asked(article), timeout=rng.random() * 0.1)
            self._check("deadline", article, reply.translation)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
                raise
            self.tally.refused["deadline: DEADLINE_EXCEEDED"] += 1

    async def _bad(self, rng: random.Random, stub: Any, channel: Any) -> None:
        document = rng.choice(
            [
                pb.Document(document_id="", text="Hei."),
                pb.Document(document_id="a", text="   "),
                pb.Document(document_id="a\nb", text="Hei på deg."),
                pb.Document(document_id="a", text=TOO_LONG),
                pb.Document(document_id="a", text="Hei på deg.", language_code="pl"),
                pb.Document(document_id="a", text="Hei på deg.", published_at="i går"),
            ]
        )
        await self._is_refused(
            "bad", stub.TranslateDocument(pb.TranslateDocumentRequest(document=document), timeout=300)
        )

    async def _garbage(self, rng: random.Random, stub: Any, channel: Any) -> None:
        await self._is_refused("garbage", channel.unary_unary(PATH)(b"\xff" + rng.randbytes(200), timeout=300))

    async def _is_refused(self, kind: str, call: Any) -> None:
        try:
            await call
            self.tally.wrong.append(f"{kind}: OK")
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.INVALID_ARGUMENT:
                raise
            self.tally.refused[f"{kind}: INVALID_ARGUMENT"] += 1

    async def _stream(self, rng: random.Random, stub: Any, channel: Any) -> None:
        chosen = [rng.choice(self._pool) for _ in range(rng.randint(1, 12))]
        rows = [pb.StreamTranslateDocumentsRequest(document=self._request(article).document) for article in chosen]
        rows.insert(1, pb.StreamTranslateDocumentsRequest(document=pb.Document(document_id="bad", text=" ")))
        replies = [reply async for reply in stub.StreamTranslateDocuments(iter(rows), timeout=300)]
        if [reply.document_id for reply in replies] != [row.document.document_id for row in rows]:
            self.tally.wrong.append(f"stream: {[reply.document_id for reply in replies]}")
        for article, reply in zip(chosen, (r for r in replies if r.document_id != "bad"), strict=True):
            self._check("stream", article, reply.translation)
        if replies[1].status.code != grpc.StatusCode.INVALID_ARGUMENT.value[0]:
            self.tally.wrong.append(f"stream: a bad article got {replies[1]}")

    async def _abandoned(self, rng: random.Random, stub: Any, channel: Any) -> None:
        """A stream whose client goes away after the first reply."""
        chosen = [rng.choice(self._pool) for _ in range(30)]
        rows = [pb.StreamTranslateDocumentsRequest(document=self._never_asked(article).document) for article in chosen]
        async with grpc.aio.insecure_channel(f"127.0.0.1:{self._port}", options=OPTIONS) as own:
            call = newsroom_pb2_grpc.NewsroomServiceStub(own).StreamTranslateDocuments(iter(rows), timeout=300)
            self._check("abandoned", chosen[0], (await call.read()).translation)

    async def _same(self, rng: random.Random, stub: Any, channel: Any) -> None:
        """Methods whose answers are not known beforehand, and must be the same every time."""
        article = rng.choice(self._pool)
        kind = rng.choice(["summary", "html", "language"])
        if kind == "summary":
            request = pb.SummarizeDocumentRequest(document=self._request(article).document)
            answer = (await stub.SummarizeDocument(request, timeout=300)).summary
        elif kind == "html":
            html = "".join(f"<p>{line}</p>" for line in article.text.split("\n\n"))
            answer = await stub.TranslateHtml(pb.TranslateHtmlRequest(html=html), timeout=300)
            answer.ClearField("serving_info")
            for segment in answer.segments:
                segment.ClearField("score")  # its last digits are those of the batch it was decoded in
        else:
            answer = await stub.DetectLanguage(pb.DetectLanguageRequest(text=article.text), timeout=300)
        digest = hashlib.sha256(answer.SerializeToString(deterministic=True)).hexdigest()
        if self.tally.digests.setdefault(f"{kind} {article.document_id}", digest) == digest:
            self.tally.right[kind] += 1
        else:
            self.tally.wrong.append(f"{kind} {article.document_id}: another answer than before")
