"""A server with the bundled models: start-up, memory, cached requests, and a headline beside a very long document."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.hammer import hammer, is_there
from tests.bench.load import request_of
from tests.bench.processes import ROOT, Child, Stopwatch, resident_mb
from tests.bench.speed import Say
from tests.bench.texts import articles

TIDINGS = ROOT / ".venv" / "bin" / "tidings"
CACHED_SEGMENTS = 15
"""A 300-word article."""

BIG_SEGMENTS = 10_000


class Served:
    """`tidings serve` on a free port, everything by default but where it keeps its files; `started` seconds to SERVING."""

    def __init__(self, scratch: Path, **settings: str) -> None:
        own = tempfile.mkdtemp(dir=scratch)
        self.folder = Path(own)
        environment = {
            **os.environ,
            **{f"TIDINGS_{name}_PATH": f"{own}/{name.lower()}.sqlite3" for name in ("CACHE", "MEMORY", "EVENTS")},
            **{f"TIDINGS_{name.upper()}": value for name, value in settings.items()},
        }
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [str(TIDINGS), "serve", "--port", "0", "--json"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.started = time.perf_counter() - began
        if not line:
            raise RuntimeError(f"tidings serve ended with {self.process.wait(10)}")
        self.port = int(json.loads(line)["port"])

    def loads_torch(self) -> bool:
        """Whether torch is in its memory."""
        return "libtorch" in Path(f"/proc/{self.process.pid}/maps").read_text(encoding="utf-8")

    def stop(self) -> int:
        """SIGTERM and the exit code."""
        self.process.terminate()
        code = self.process.wait(60)
        if self.process.stdout:
            self.process.stdout.close()
        return code


@contextlib.contextmanager
def served(scratch: Path, **settings: str) -> Iterator[Served]:
    """One, stopped at the end."""
    server = Served(scratch, **settings)
    try:
        yield server
    finally:
        server.stop()


def weights_mb() -> float:
    """The bundled models' converted weights, as they are loaded."""
    from models.convert import converted_folder
    from models.repository import ModelRepository
    from service.config import Settings

    settings = Settings()
    repository = ModelRepository(settings.model_dir, converted_dir=settings.converted_dir)
    folders = [
        converted_folder(repository.locate(spec), settings.converted_dir, slug=repository.slug(spec), storage="int8")
        for spec in repository.installed()
        if spec.bundled and spec.task in ("translation", "summarization")
    ]
    return sum((folder / "model.bin").stat().st_size for folder in folders) / 1e6


def start_up(scratch: Path, times: int, say: Say) -> dict[str, Any]:
    """Seconds from the command to SERVING."""
    seconds = []
    torch = False
    for _ in range(times):
        with served(scratch) as server:
            seconds.append(server.started)
            torch |= server.loads_torch()
    say(f"  start-up: {min(seconds):.2f} to {max(seconds):.2f} s, torch {'loaded' if torch else 'not loaded'}")
    return {"seconds": sorted(seconds), "torch": torch}


def cached(server: Served, rounds: int, requests: int, say: Say) -> list[dict[str, Any]]:
    """An article already seen, beside a bare server that answers with as many bytes; h2load, else clients in Python."""
    article = asdict(articles(1, CACHED_SEGMENTS, seed=70)[0])
    message = request_of(article).SerializeToString()
    out = []
    with Child("tests.bench.load", str(server.port)) as load:
        first = load.ask({"mode": "repeat", "clients": 1, "article": article, "requests": 2})
        say(f"  cached: {len(message):,} bytes asked, {first['reply_bytes']:,} bytes answered")
        with Child("tests.bench.echo", str(first["reply_bytes"])) as echo:
            port = int(echo.line())
            for i in range(rounds):
                for clients in (1, 8, 32):
                    if is_there():
                        for name, at, pid in (("tidings", server.port, server.process.pid), ("bare", port, echo.pid)):
                            found = hammer(at, message, clients, requests, pid)
                            out.append({"server": name, "client": "h2load", "clients": clients, "round": i, **found})
                    watch = Stopwatch([server.process.pid])
                    question = {"mode": "repeat", "clients": clients, "article": article, "requests": requests // 2}
                    answer = load.ask(question)
                    count, (_, (cpu,)) = answer["requests"], watch.read()
                    row = {"server": "tidings", "client": "grpc.aio", "clients": clients, "round": i}
                    row |= {"rate": count / answer["seconds"], "p50": answer["p50"], "p99": answer["p99"]}
                    row |= {"server_us": cpu / count * 1e6, "client_us": answer["cpu"] / count * 1e6}
                    out.append(row)
    return out


def memory(server: Served, new: int, requests: int, say: Say) -> dict[str, float]:
    """Resident MB after start, after `new` articles, and after `requests` requests in all."""
    pid = server.process.pid
    out = {"weights": weights_mb(), "started": resident_mb(pid)}
    made = [asdict(article) for article in articles(new, CACHED_SEGMENTS, seed=71)]
    with Child("tests.bench.load", str(server.port)) as load:
        load.ask({"mode": "articles", "clients": 8, "articles": made}, seconds=1800)
        out["new"] = resident_mb(pid)
        for share in (0.5, 1.0):
            message = request_of(made[0]).SerializeToString()
            count = (requests - new) // 2
            if is_there():
                hammer(server.port, message, 32, count, pid)
            else:
                load.ask({"mode": "repeat", "clients": 32, "article": made[0], "requests": count}, seconds=1800)
            out[f"after {share:g}"] = resident_mb(pid)
    out["highest"] = resident_mb(pid, "VmHWM")
    say("  memory: " + ", ".join(f"{name} {value:,.0f} MB" for name, value in out.items()))
    return out


def fairness(scratch: Path, seconds: float, say: Say) -> dict[str, Any]:
    """Headlines of one client, alone and beside another client's document of BIG_SEGMENTS segments."""
    big = asdict(articles(1, BIG_SEGMENTS, seed=72)[0])
    headlines = [asdict(article) for article in articles(4_000, 1, seed=73)]
    with (
        served(scratch, max_document_bytes=str(4_000_000)) as server,
        Child("tests.bench.load", str(server.port)) as load,
    ):
        question = {"mode": "fair", "big": big, "headlines": headlines, "pause": 0.05, "seconds": seconds}
        found: dict[str, Any] = load.ask(question, seconds=seconds * 20 + 300)
    say(f"  fairness: headline alone {_ms(found['alone'])}, beside {BIG_SEGMENTS:,} segments {_ms(found['beside'])}")
    return found


def _ms(row: dict[str, float]) -> str:
    return f"p50 {row['p50'] * 1000:,.0f} ms, p99 {row['p99'] * 1000:,.0f} ms ({row['count']:,.0f})"
