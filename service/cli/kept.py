"""backup, restore and check: the commands of each file that holds what people said or decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.errors import FAILED, complain
from service.cli.options import Common, basic

if TYPE_CHECKING:
    from service.store.kept import KeptDatabase

_SHOWN_PROBLEMS = 5


def add_file_commands(group: click.Group, name: str, opened: Callable[[Common], KeptDatabase]) -> None:
    """Give `group` the commands for the file of the store that `opened` opens; `name` says it to people."""
    for command in (
        _backup(group.name, name, opened),
        _check(group.name, name, opened),
        _restore(group.name, name, opened),
    ):
        group.add_command(command)


def _held(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {what.removesuffix('s') if number == 1 else what}" for what, number in counts.items())


def _backup(group: str | None, name: str, opened: Callable[[Common], KeptDatabase]) -> click.Command:
    @click.command(
        "backup",
        help=f"""Write a copy of the {name} to FILE, while others go on using it.

        FILE must not exist. Put it on another disk, from cron.

        \b
        Examples:
          tidings {group} backup /mnt/copies/{group}-$(date +%F).sqlite3
        """,
    )
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @basic
    def backup(file: Path, common: Common) -> int:
        from service.corpus.records import dumps

        with opened(common) as store:
            store.file.back_up(file, busy_seconds=store.busy_seconds)
        size = file.stat().st_size
        click.echo(dumps({"backup": str(file), "bytes": size}) if common.json else f"{file}: {size / 1e6:,.1f} MB")
        return 0

    return backup


def _check(group: str | None, name: str, opened: Callable[[Common], KeptDatabase]) -> click.Command:
    @click.command(
        "check",
        help=f"""Read the whole file of the {name} and say what is wrong with it (exit code 1) and how to mend that.

        \b
        Examples:
          tidings {group} check
        """,
    )
    @basic
    def check(common: Common) -> int:
        from service.corpus.records import dumps

        with opened(common) as store:
            problems = store.problems()
            counts = {} if problems else store.counts()
        if common.json:
            click.echo(dumps({"path": str(store.path), "problems": problems, **counts}))
        elif not problems:
            click.echo(f"{store.path} is sound: {_held(counts)}")
        if problems:
            more = f"; and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
            complain(store.file.damaged("; ".join(problems[:_SHOWN_PROBLEMS]) + more).message)
        return FAILED if problems else 0

    return check


def _restore(group: str | None, name: str, opened: Callable[[Common], KeptDatabase]) -> click.Command:
    @click.command(
        "restore",
        help=f"""Put a backup (by default the newest that lies beside it) in the place of a {name} that is damaged or gone.

        What was there is moved aside, never deleted. Stop other commands that use it first; a server may run on.

        \b
        Examples:
          tidings {group} restore
          tidings {group} restore /mnt/copies/{group}-2026-11-24.sqlite3
        """,
    )
    @click.argument("backup", required=False, type=click.Path(path_type=Path))
    @basic
    def restore(backup: Path | None, common: Common) -> int:
        from service.corpus.records import dumps

        with opened(common) as store:
            used, aside, notice = store.restore(backup)
            counts = store.counts()
        if common.json:
            click.echo(dumps({"backup": str(used), "moved_aside": str(aside) if aside else None, **counts}))
        else:
            moved = f"; what was there is {aside}" if aside else ""
            click.echo(f"{store.path} is {used.name} again, with {_held(counts)}{moved}")
        if notice:
            complain(notice)
        return 0

    return restore
