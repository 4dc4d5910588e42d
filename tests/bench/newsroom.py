"""A newsroom, or a server, over the OPUS-sized checkpoint: cold, checks on, repair off, every output of one length.

    python -m tests.bench.newsroom FOLDER SCRATCH      serves, and prints its port once health says SERVING

FOLDER is the checkpoint, SCRATCH an empty folder for the cache, the memory and the events.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import Any

import service.pipeline
from models.base import DecodingOptions
from service.config import Settings
from service.pipeline import Newsroom
from tests.bench.checkpoint import HOME

OUTPUT_TOKENS = 28
"""Length of every output. Inputs are longer, so that `min_output_ratio` 1 asks for all of it."""

BEAM = 4


def settings(folder: Path, scratch: Path, **more: Any) -> Settings:
    """`serve`'s settings: everything by default but what a measurement must fix."""
    return Settings(
        cache_path=scratch / "cache.sqlite3",
        memory_path=scratch / "memory.sqlite3",
        events_path=scratch / "events.sqlite3",
        converted_dir=HOME / "converted",
        translators={"*": str(folder)},
        summarizer="extractive",
        repair=False,
        port=0,
        beam_size=BEAM,
        log_level="ERROR",
        **more,
    )


def fix_length() -> None:
    """From here on a Newsroom of this process asks its models for outputs of OUTPUT_TOKENS tokens."""
    fixed = functools.partial(DecodingOptions, max_output_tokens=OUTPUT_TOKENS, min_output_ratio=1.0)
    service.pipeline.DecodingOptions = fixed  # type: ignore[misc,assignment]  # the one place where options are made


def newsroom(folder: Path, scratch: Path) -> Newsroom:
    """The newsroom, warm."""
    fix_length()
    opened = Newsroom.open(settings(folder, scratch))
    opened.warm()
    return opened


def main() -> None:
    """Serve until SIGTERM."""
    from service.rpc.run import Doors, serve

    fix_length()

    def started(port: int) -> None:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()

    serve(settings(Path(sys.argv[1]), Path(sys.argv[2])), Doors(on_start=started))


if __name__ == "__main__":
    main()
