"""Output tokens a second of every way to translate the same new segments, in turn, so that a drift of the machine hits all."""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.newsroom import OUTPUT_TOKENS
from tests.bench.processes import Child, Stopwatch, resident_mb
from tests.bench.texts import Article, articles

Say = Callable[[str], None]

A, A16, B, E, E2 = (
    "(a) transformers float32, batch 16",
    "(a) transformers bfloat16, batch 16",
    "(b) CTranslate2 translate_batch, best setting",
    "(e) transformers float32, one text at a time",
    "(e) CTranslate2 int8, one text at a time",
)
C = "(c) Tidings in-process, {} threads"
D = "(d) Tidings over gRPC, {} clients"


@dataclass
class Row:
    """One way: tokens a second of each repetition, and what else was counted."""

    name: str
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Processor seconds a wall second, of the process that computes."""
    client_cpu: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median."""
        return statistics.median(self.rates)


@dataclass(frozen=True)
class Sizes:
    """How much is measured: articles of `segments` segments each, of which the slow ways get the first few segments."""

    articles: int = 48
    segments: int = 16
    slow: int = 48
    slowest: int = 16
    one_by_one: int = 96
    clients: tuple[int, ...] = (1, 8, 32)
    threads: tuple[int, ...] = (2, 8)


SMALL = Sizes(articles=6, segments=6, slow=6, slowest=2, one_by_one=6, clients=(1, 4), threads=(2,))


def segments_of(made: list[Article]) -> list[str]:
    """What Tidings gives to the model for these articles: the same segments for every way."""
    from service.domain import Document
    from tests.fakes import FakeEngine
    from tests.rpc.conftest import fake_newsroom

    engine = FakeEngine()
    room = fake_newsroom(engine)
    for article in made:
        room.translate(Document(article.document_id, text=article.text, language_code=article.language_code))
    texts = [text for call in engine.calls for text in call]
    assert len(set(texts)) == len(texts), "every segment should be new"
    return texts


@contextlib.contextmanager
def systems(folder: Path, scratch: Path) -> Iterator[dict[str, Child]]:
    """All of them, loaded."""
    with contextlib.ExitStack() as stack:
        children = {
            name: stack.enter_context(Child("tests.bench.workers", name, str(folder), str(scratch)))
            for name in ("transformers", "ctranslate2", "tidings")
        }
        for child in children.values():
            child.line()
        own = tempfile.mkdtemp(dir=scratch)
        children["server"] = stack.enter_context(Child("tests.bench.newsroom", str(folder), own))
        port = children["server"].line()
        children["load"] = stack.enter_context(Child("tests.bench.load", port))
        yield children


def sweep(child: Child, texts: list[str], say: Say) -> dict[str, float]:
    """CTranslate2's settings, twice each; the better of both in tokens a second, the best setting first."""
    names = [
        f"{kind} {layout} {tokens}"
        for kind in ("int8", "float32")
        for layout in ("2x1", "1x2")
        for tokens in (512, 1024, 2048)
    ]
    found: dict[str, float] = {}
    for _ in range(2):
        for name in names:
            answer = child.ask({"way": name, "texts": texts})
            found[name] = max(found.get(name, 0.0), answer["tokens"] / answer["seconds"])
    out = dict(sorted(found.items(), key=lambda item: -item[1]))
    for name, rate in out.items():
        say(f"  translate_batch {name:<20} {rate:8,.0f} tokens/s")
    return out


def measure(children: dict[str, Child], repetitions: int, sizes: Sizes, say: Say) -> tuple[list[Row], dict[str, Any]]:
    """`repetitions` rounds over all ways, each round with articles of its own; and the sweep, the sizes, the memory."""
    names = [A, A16, B, *map(C.format, sizes.threads), *map(D.format, sizes.clients), E, E2]
    rows = {name: Row(name) for name in names}
    settings = sweep(children["ctranslate2"], segments_of(articles(8, sizes.segments, seed=90)), say)
    best = next(iter(settings))

    def raw(row: Row, child: str, way: str, given: Any, segments: int) -> None:
        answer = children[child].ask({"way": way, "texts": given}, seconds=1800)
        assert answer["tokens"] == segments * OUTPUT_TOKENS, (row.name, answer["tokens"], segments)
        row.rates.append(answer["tokens"] / answer["seconds"])
        row.cpu.append(answer["cpu"] / answer["seconds"])

    def served(row: Row, clients: int, made: list[Article]) -> None:
        watch = Stopwatch([children["server"].pid])
        question = {"mode": "articles", "clients": clients, "articles": [asdict(article) for article in made]}
        answer = children["load"].ask(question, seconds=1800)
        _, (cpu,) = watch.read()
        assert answer["cut_off"] == answer["segments"] and answer["cached"] == 0, answer
        row.rates.append(answer["segments"] * OUTPUT_TOKENS / answer["seconds"])
        row.cpu.append(cpu / answer["seconds"])
        row.client_cpu.append(answer["cpu"] / answer["seconds"])
        row.p50.append(answer["p50"])
        row.p99.append(answer["p99"])

    for i in range(repetitions):
        # Ways that share a cache must never meet an article again: each gets its own, of the same patterns.
        groups = [articles(sizes.articles, sizes.segments, seed=100 * i + n) for n in range(8)]
        texts = segments_of(groups[0])
        raw(rows[B], "ctranslate2", best, texts, len(texts))
        for n, threads in enumerate(sizes.threads):
            given = [asdict(article) for article in groups[n]]
            raw(rows[C.format(threads)], "tidings", f"{threads} threads", given, len(texts))
        for n, clients in enumerate(sizes.clients):
            served(rows[D.format(clients)], clients, groups[n])
        for name, way, child, count in (
            (A, "float32 batch 16", "transformers", sizes.slow),
            (A16, "bfloat16 batch 16", "transformers", sizes.slow),
            (E, "float32 one", "transformers", sizes.slowest),
            (E2, "int8 2x1 one", "ctranslate2", sizes.one_by_one),
        ):
            raw(rows[name], child, way, texts[:count], count)
        say(f"  round {i + 1} of {repetitions}: " + ", ".join(f"{row.rates[-1]:,.0f}" for row in rows.values()))
    memory = {name: resident_mb(children[name].pid) for name in ("tidings", "server")}
    return list(rows.values()), {"sweep": settings, "best": best, "sizes": asdict(sizes), "resident_mb": memory}
