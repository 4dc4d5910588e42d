"""Child processes of a measurement: started, asked, watched in /proc, and ended by their own id."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Processor seconds of a living process, its threads included, its children not."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_mb(pid: int, field: str = "VmRSS") -> float:
    """Resident memory in MB (10^6 bytes); `VmHWM` for the highest it was."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ValueError(f"/proc/{pid}/status has no {field}")


def descriptors(pid: int) -> int:
    """Open file descriptors."""
    return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208  # a count, not paths


class Child:
    """A Python module in a process of its own. What it prints is read line by line; standard error is the parent's.

    `environment` adds to the parent's. Leaving the block sends SIGTERM and waits.
    """

    def __init__(self, module: str, *arguments: str, environment: dict[str, str] | None = None) -> None:
        paths = os.pathsep.join([str(ROOT), str(ROOT / "protos")])
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths, "TOKENIZERS_PARALLELISM": "false", **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def line(self, seconds: float = 600) -> str:
        """The next line it prints. Raises RuntimeError where it ends first, TimeoutError where it is silent."""
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            raise TimeoutError(f"{self.process.args} printed nothing for {seconds:g} s")
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} ended with {self.process.wait(10)}")
        return line.strip()

    def ask(self, question: object, seconds: float = 600) -> Any:
        """Write a line of JSON, read one."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.line(seconds))

    def stop(self, seconds: float = 60) -> int:
        """SIGTERM, then the exit code; SIGKILL after `seconds`."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(10)
        finally:
            if self.process.stdout:
                self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Stopwatch:
    """Wall seconds and the processor seconds of some processes, from its making to `read`."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._pids = pids
        self._cpu = [cpu_seconds(pid) for pid in pids]
        self._began = time.perf_counter()

    def read(self) -> tuple[float, list[float]]:
        """Seconds passed, and processor seconds of each process."""
        wall = time.perf_counter() - self._began
        return wall, [cpu_seconds(pid) - before for pid, before in zip(self._pids, self._cpu, strict=True)]
