"""tidings cache: how large the cache is, and making it smaller."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from service.cli.options import Common, basic, size

if TYPE_CHECKING:
    from service.store import Cache


@click.group()
def cache() -> None:
    """Look at the cache, make it smaller, or empty it. Whatever is dropped is computed again when needed.

    \b
    Examples:
      tidings cache stats
      tidings cache prune --max-size 500M
      tidings cache clear
    """


def _open(common: Common) -> Cache:
    from service.store import Cache

    settings = common.settings()
    return Cache(settings.cache_path, max_bytes=settings.cache_max_bytes)


def _size(number: int) -> str:
    """`1234567` -> `1.2 MB`."""
    if number < 1000:
        return f"{number} bytes"
    power = min(int(math.log10(number)) // 3, 4)
    return f"{number / 1000**power:.1f} {'kMGT'[power - 1]}B"


def _show(cache: Cache, common: Common, removed: int | None = None) -> None:
    """The statistics, and how many entries went, for people or machines."""
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps

    stats = cache.stats()
    if common.json:
        record = {**asdict(stats), "path": str(stats.path)}
        click.echo(dumps(record if removed is None else {**record, "removed": removed}))
        return
    if removed is not None:
        click.echo(f"{removed:,} entr{'y' if removed == 1 else 'ies'} removed")
        return
    asked = stats.hits + stats.misses
    rows = [
        ("File", str(stats.path)),
        ("Entries", f"{stats.entries:,}"),
        ("Size", f"{_size(stats.bytes)} of {_size(stats.max_bytes)}"),
        ("On disk", _size(stats.file_bytes)),
        ("Hits", f"{stats.hits:,} of {asked:,}" + (f" ({stats.hits / asked:.0%})" if asked else "")),
        ("Evicted", f"{stats.evicted:,}"),
    ]
    show_table(console(), ("Cache", ""), rows)


@cache.command("stats")
@basic
def show_stats(common: Common) -> int:
    """Show where the cache is, what it holds, and how often it helped.

    \b
    Examples:
      tidings cache stats
      tidings cache stats --json
    """
    with _open(common) as opened:
        _show(opened, common)
    return 0


@cache.command("prune")
@click.option("--max-size", callback=size, metavar="SIZE", help="Such as 500M or 2G (default: the configured bound).")
@basic
def prune_cache(max_size: int | None, common: Common) -> int:
    """Drop what was not used for the longest time until the cache is at most SIZE.

    \b
    Examples:
      tidings cache prune --max-size 500M
    """
    with _open(common) as opened:
        _show(opened, common, opened.prune(max_size))
    return 0


@cache.command("clear")
@basic
def clear_cache(common: Common) -> int:
    """Empty the cache. Records that were written are not touched.

    \b
    Examples:
      tidings cache clear
    """
    with _open(common) as opened:
        _show(opened, common, opened.clear())
    return 0
