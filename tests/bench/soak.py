"""A server under mixed load with faults: `make soak`, ten minutes, or SOAK_SECONDS.

    SOAK_SECONDS=60 .venv/bin/python -m tests.bench.soak

`tidings serve --exact` with the bundled models, in float32, so that the English of a text is the same whatever it is batched
with. The expected English is made beforehand by a newsroom that shares no batches and has no cache. Meanwhile clients cancel,
let deadlines pass, send what is wrong, go away in the midst of streams; the cache is emptied and locked from outside, and the
settings are reloaded. Ends with 0 where every answer was right, no descriptor leaked, memory stayed flat and SIGTERM gave 0.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.processes import ROOT, cpu_seconds, descriptors, resident_mb
from tests.bench.serving import Served
from tests.bench.soak_load import Clients
from tests.bench.texts import Article, articles

CLIENTS = 16
SAMPLE_SECONDS = 2.0
WARM_SHARE = 0.3
"""Of the time, before memory is looked at: caches fill, the allocator finds its size."""

MAX_GROWTH_MB = 15.0
"""What memory may rise by, on the fitted line, over the rest of the time."""


def say(line: str) -> None:
    """Print now."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def texts() -> tuple[list[Article], list[Article]]:
    """Articles of a headline's, a notice's and an article's length; and long ones."""
    pool = [a for n, seed in ((1, 41), (3, 42), (8, 43), (14, 44)) for a in articles(10, n, seed=seed)]
    return pool, articles(2, 60, seed=45)


def expected_of(made: list[Article], scratch: Path) -> dict[str, list[str]]:
    """English of each segment by document id, document by document, without any cache."""
    from service.config import Settings
    from service.domain import Document
    from service.pipeline import Newsroom

    paths = {f"{name}_path": scratch / f"expected-{name}" for name in ("cache", "memory", "events")}
    with Newsroom.open(Settings(exact=True, log_level="ERROR", **paths), cache=False) as room:
        return {
            a.document_id: [
                segment.text
                for segment in room.translate(
                    Document(a.document_id, text=a.text, language_code=a.language_code)
                ).segments
            ]
            for a in made
        }


class Faults:
    """What happens to the server from outside, and how often."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self._path = server.folder / "cache.sqlite3"
        self.counts: dict[str, int] = {}

    async def every(self, seconds: float, fault: Callable[[], Awaitable[None]]) -> None:
        """Do it again and again."""
        while True:
            await asyncio.sleep(seconds)
            await fault()
            name = fault.__name__
            self.counts[name] = self.counts.get(name, 0) + 1

    async def reload(self) -> None:
        """SIGHUP."""
        self._server.process.send_signal(signal.SIGHUP)

    async def empty_the_cache(self) -> None:
        """As `tidings cache clear` does; what is asked next is computed again."""
        await asyncio.to_thread(self._write, 0.0)

    async def lock_the_cache(self) -> None:
        """Another process writes for three seconds."""
        await asyncio.to_thread(self._write, 3.0)

    def _write(self, seconds: float) -> None:
        with contextlib.closing(sqlite3.connect(self._path, isolation_level=None, timeout=30)) as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute("DELETE FROM entry")
            time.sleep(seconds)
            db.execute("COMMIT")


def slope(samples: list[tuple[float, float]]) -> float:
    """Of the line through (x, y) by least squares."""
    n = len(samples)
    mean_x, mean_y = (sum(column) / n for column in zip(*samples, strict=True))
    over = sum((x - mean_x) * (y - mean_y) for x, y in samples)
    return over / sum((x - mean_x) ** 2 for x, _ in samples)


@dataclass(frozen=True)
class Ended:
    """How the server was left."""

    descriptors_before: int
    descriptors_after: int
    cpu_seconds: float
    exit_code: int


async def run(
    server: Served, clients: Clients, seconds: float
) -> tuple[list[tuple[float, float, int]], dict[str, int]]:
    """(second, resident MB, descriptors) over the time, and how often each fault was done."""
    pid, faults = server.process.pid, Faults(server)
    samples: list[tuple[float, float, int]] = []
    working = [asyncio.create_task(clients.client(seed)) for seed in range(CLIENTS)]
    doing = [
        asyncio.create_task(faults.every(10, faults.reload)),
        asyncio.create_task(faults.every(15, faults.empty_the_cache)),
        asyncio.create_task(faults.every(47, faults.lock_the_cache)),
    ]
    began = time.monotonic()
    try:
        while (passed := time.monotonic() - began) < seconds:
            for task in (*working, *doing):
                if task.done():
                    task.result()  # raises what ended it
            samples.append((passed, resident_mb(pid), descriptors(pid)))
            await asyncio.sleep(SAMPLE_SECONDS)
    finally:
        clients.stop.set()
        for task in doing:
            task.cancel()
    await asyncio.wait_for(asyncio.gather(*working), 300)
    await asyncio.gather(*doing, return_exceptions=True)
    return samples, faults.counts


def main() -> int:
    """The soak; 0 where all held."""
    seconds = float(os.environ.get("SOAK_SECONDS", "600"))
    pool, big = texts()
    with tempfile.TemporaryDirectory(prefix="tidings-soak-") as folder:
        scratch = Path(folder)
        say(f"expected answers of {len(pool) + len(big)} articles …")
        expected = expected_of([*pool, *big], scratch)
        server = Served(scratch, exact="true", queue_size="256", log_level="WARNING")
        pid = server.process.pid
        before = descriptors(pid)
        clients = Clients(server.port, pool, big, expected)
        say(f"{CLIENTS} clients for {seconds:g} s …")
        samples, faults = asyncio.run(run(server, clients, seconds))
        time.sleep(3)  # closed connections are let go
        after, cpu = descriptors(pid), cpu_seconds(pid)
        code = server.stop()
    return report(seconds, clients, samples, faults, Ended(before, after, cpu, code))


def report(
    seconds: float,
    clients: Clients,
    samples: list[tuple[float, float, int]],
    faults: dict[str, int],
    ended: Ended,
) -> int:
    """Print it all; 0 where all held."""
    tally = clients.tally
    steady = [(second, memory) for second, memory, _ in samples if second >= WARM_SHARE * seconds]
    growth = slope(steady) * (1 - WARM_SHARE) * seconds
    say("\n".join(f"  right    {name:<36} {count:>9,}" for name, count in sorted(tally.right.items())))
    say("\n".join(f"  refused  {name:<36} {count:>9,}" for name, count in sorted(tally.refused.items())))
    say("\n".join(f"  fault    {name:<36} {count:>9,}" for name, count in sorted(faults.items())))
    rows = {
        "answers that were right": f"{sum(tally.right.values()):,}",
        "refused as they should be": f"{sum(tally.refused.values()):,}",
        "WRONG": f"{len(tally.wrong):,}",
        "descriptors before, most, after": ", ".join(
            map(str, (ended.descriptors_before, max(sample[2] for sample in samples), ended.descriptors_after))
        ),
        "resident MB first, steady, last, most": ", ".join(
            f"{value:,.0f}"
            for value in (samples[0][1], steady[0][1], samples[-1][1], max(memory for _, memory, _ in samples))
        ),
        f"growth over the last {(1 - WARM_SHARE) * seconds:g} s, MB": f"{growth:+.1f}",
        "processor seconds of the server": f"{ended.cpu_seconds:,.0f}",
        "exit code after SIGTERM": str(ended.exit_code),
    }
    for name, value in rows.items():
        say(f"  {name:<45} {value:>30}")
    for line in tally.wrong[:20]:
        say(f"  WRONG {line[:300]}")
    out = ROOT / "build" / "bench"
    out.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"rows": rows, "right": tally.right, "refused": tally.refused, "faults": faults}
    (out / "soak.json").write_text(json.dumps({**found, "samples": samples}, indent=1), encoding="utf-8")
    held_all = {
        "answers": not tally.wrong and sum(tally.right.values()) > 0,
        "descriptors": ended.descriptors_after <= ended.descriptors_before,
        "memory": growth <= MAX_GROWTH_MB,
        "exit code": ended.exit_code == 0,
    }
    say("  " + ", ".join(f"{name} {'held' if good else 'FAILED'}" for name, good in held_all.items()))
    return 0 if all(held_all.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
