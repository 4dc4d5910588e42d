"""tidings memory: what people said a translation should be. Looking at it; deciding is in memory_decide."""

from __future__ import annotations

from typing import Any

import click

from service.cli.kept import add_file_commands
from service.cli.memory_decide import LANGUAGES, add_pair, approve_corrections, opened_memory, reject_corrections
from service.cli.memory_exchange import export_memory, import_memory
from service.cli.memory_view import show_corrections, show_history
from service.cli.options import Common, basic

_STATES = ("pending", "approved", "rejected", "superseded")


@click.group()
def memory() -> None:
    """Human-approved translations: they win over the model wherever a segment is exactly the same.

    Corrections that clients send are pending until somebody approves them. Nothing here is ever deleted, and no cache
    command touches it.

    \b
    Examples:
      tidings memory list --state pending
      tidings memory approve c12 c13 --reviewer "Kari Nordmann" --corpus out
      tidings memory import old.tmx
      tidings memory export memory.tmx
    """


for _command in (add_pair, approve_corrections, reject_corrections, import_memory, export_memory):
    memory.add_command(_command)
add_file_commands(memory, "translation memory", opened_memory)


@memory.command("list")
@click.option("--state", type=click.Choice(_STATES), help="Only those in this state.")
@click.option("--from", "code", type=click.Choice(LANGUAGES), help="Only those from this language.")
@click.option("--search", default="", metavar="TEXT", help="Only those with this in the original or the English.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="At most so many.")
@basic
def list_corrections(state: str | None, code: str | None, search: str, limit: int, common: Common) -> int:
    """List corrections and approved pairs, the newest first.

    \b
    Examples:
      tidings memory list
      tidings memory list --state pending --json
      tidings memory list --from de --search Bundestag
    """
    from service.store.translation_memory_pairs import State

    states = [State(state)] if state else []
    with opened_memory(common) as opened:
        found = opened.corrections(states=states, language_code=code or "", search=search, limit=limit)
        total = opened.count(states=states, language_code=code or "", search=search)
    show_corrections(found, common)
    if total > len(found):
        common.say(f"and {total - len(found):,} more; --limit {total} shows all")
    elif not found:
        common.say("no corrections")
    return 0


@memory.command("show")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@basic
def show_correction(ids: tuple[str, ...], common: Common) -> int:
    """Show corrections with their whole history, and the others of the same original.

    \b
    Examples:
      tidings memory show c12
    """
    with opened_memory(common) as opened:
        for correction in [opened.get(name) for name in ids]:
            show_history(opened, correction, common)
    return 0


@memory.command("stats")
@basic
def show_stats(common: Common) -> int:
    """Show where the memory is, what it holds, and its backups.

    \b
    Examples:
      tidings memory stats
      tidings memory stats --json
    """
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps
    from service.store.translation_memory_pairs import SOURCE_LANGUAGES, State

    with opened_memory(common) as opened:
        path = opened.path
        states = {str(state): opened.count(states=[state]) for state in State}
        pairs = {c: opened.count(states=[State.APPROVED], language_code=c) for c in SOURCE_LANGUAGES}
    kept = [backup.name for backup in opened.file.backups()]
    record: dict[str, Any] = {
        "path": str(path),
        "bytes": path.stat().st_size if path.exists() else 0,
        "states": states,
        "approved_by_language": {code: number for code, number in pairs.items() if number},
        "backups": kept,
    }
    if common.json:
        click.echo(dumps(record))
        return 0
    rows = [
        ("File", str(path)),
        *((state.capitalize(), f"{number:,}") for state, number in states.items()),
        ("Approved from", ", ".join(f"{c} {n:,}" for c, n in record["approved_by_language"].items()) or "-"),
        ("Backups", f"{len(kept)}, the newest {kept[0]}" if kept else "none yet"),
    ]
    show_table(console(), ("Memory", ""), rows)
    return 0
