"""A real server in a process of its own, everything as `tidings serve` builds it but the engine.

    python -m tests.faults.server OPTIONS      a JSON object: `settings`, and how the engine or the machine fails

Prints its port once health says SERVING. `seconds`: how long a batch takes. `file_bytes`: the largest file that may be written
(RLIMIT_FSIZE, as a full disk). A segment with KABOOM raises in the engine's thread. SIGUSR1 sets the clock back by an hour.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.base import DecodingOptions, Hypothesis
from service.config import Settings
from service.installed import Installed
from service.rpc.run import Doors, serve
from tests.fakes import FakeEngine

HOUR = 3600


class FaultyEngine(FakeEngine):
    """Answers `EN ` and the text after `seconds` a batch; fails a batch in which somebody says KABOOM."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(replicas=2)
        self.seconds = seconds

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """As FakeEngine's."""
        if self.seconds:
            time.sleep(self.seconds)
        if any("KABOOM" in text for text in texts):
            raise RuntimeError("the engine's thread is down")
        return super().generate(texts, options, target_language_code=target_language_code)


def clock_that_steps_back() -> None:
    """From here on SIGUSR1 sets the wall clock of this process back by an hour; the monotonic one goes on."""
    offset = [0.0]
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + offset[0]
    time.time_ns = lambda: now_ns() + int(offset[0] * 1e9)

    def step(_number: int, _frame: Any) -> None:
        offset[0] -= HOUR

    signal.signal(signal.SIGUSR1, step)


def main() -> None:
    """Serve until SIGTERM."""
    options = json.loads(sys.argv[1])
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    clock_that_steps_back()
    if limit := options.get("file_bytes"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    engine = FaultyEngine(options.get("seconds", 0.0))
    installed = Installed(dict.fromkeys(("nb", "nn", "de"), engine), None)
    Installed.open = classmethod(lambda cls, settings: installed)  # type: ignore[method-assign,assignment]
    values = {
        name: Path(value) if name.endswith("_path") else value for name, value in options.get("settings", {}).items()
    }

    def started(port: int) -> None:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()

    serve(Settings(port=0, repair=False, summarizer="extractive", **values), Doors(on_start=started))


if __name__ == "__main__":
    main()
