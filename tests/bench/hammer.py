"""Cached requests as fast as a server answers them, sent by `h2load` (nghttp2, Debian's nghttp2-client).

A client in Python takes longer over a request than the server does, and the two cores are shared: it would measure itself.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.load import PATH, percentile
from tests.bench.processes import cpu_seconds

OK = "200"


def is_there() -> bool:
    """Whether h2load is installed."""
    return shutil.which("h2load") is not None


def hammer(port: int, message: bytes, clients: int, requests: int, pid: int) -> dict[str, Any]:
    """Send `message` `requests` times over `clients` connections, each waiting for its reply; `pid` is the server's.

    Seconds, requests a second, percentiles of the time a reply took, and microseconds of CPU a request of the server and of
    the client. Raises RuntimeError where not every request was answered.
    """
    with tempfile.TemporaryDirectory() as folder:
        body, log = Path(folder, "body"), Path(folder, "log")
        body.write_bytes(b"\0" + struct.pack(">I", len(message)) + message)
        command = [
            "h2load",
            "-n",
            str(requests),
            "-c",
            str(clients),
            "-m",
            "1",
            "-d",
            str(body),
            "--log-file",
            str(log),
        ]
        command += ["-H", "content-type: application/grpc", "-H", "te: trailers", f"http://127.0.0.1:{port}{PATH}"]
        before, began = cpu_seconds(pid), time.perf_counter()
        done = subprocess.run(
            ["/usr/bin/env", "time", "-f", "%U %S", *command], capture_output=True, text=True, check=True
        )
        seconds, cpu = time.perf_counter() - began, cpu_seconds(pid) - before
        rows = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
    took = [int(row[2]) / 1e6 for row in rows if row[1] == OK]
    if len(took) != requests:
        raise RuntimeError(f"{requests - len(took)} of {requests} requests failed: {done.stdout[-600:]}")
    client = sum(map(float, done.stderr.split()[-2:]))
    return {
        "seconds": seconds,
        "rate": requests / seconds,
        "p50": percentile(took, 0.5),
        "p99": percentile(took, 0.99),
        "server_us": cpu / requests * 1e6,
        "client_us": client / requests * 1e6,
    }
