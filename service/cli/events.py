"""tidings events: the events of the articles that were added, as they stand and as they came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from service.cli.events_add import add_articles, told
from service.cli.events_keep import forget_events, readmit_articles, remove_articles
from service.cli.kept import add_file_commands
from service.cli.options import Common, basic

if TYPE_CHECKING:
    from datetime import datetime

    from service.events.online import CurrentEvent, EventDesk
    from service.store.events import EventStore


def _store(common: Common) -> EventStore:
    from service.store.events import EventStore

    return EventStore(common.settings().events_path)


@click.group()
def events() -> None:
    """Events that are kept: articles join them as they arrive, in any order; every version stays.

    \b
    Examples:
      tidings events add articles.jsonl
      tidings events list --since 2025-03-01
      tidings events show ev-0123456789ab --since-version 2
      tidings events explain fire/nordposten fire/kystbladet
      tidings events backup /mnt/copies/events-2026-11-24.sqlite3
    """


for _command in (add_articles, remove_articles, readmit_articles, forget_events):
    events.add_command(_command)
add_file_commands(events, "events store", _store)


@events.command("list")
@click.option(
    "--since",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only those with an article published on DAY or later.",
)
@click.option("--outlet", default="", help="Only those that this outlet reported.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="At most so many.")
@basic
def list_events(since: datetime | None, outlet: str, limit: int, common: Common) -> int:
    """List events by when they happened, then id.

    \b
    Examples:
      tidings events list
      tidings events list --outlet Nordposten --since 2025-03-01 --json
    """
    from service.cli.terminal import console, show_table
    from service.corpus.desk import stored_record
    from service.corpus.records import dumps

    desk = _desk(common)
    found = desk.page(since=since.date() if since else None, outlet=outlet, limit=limit + 1)
    desk.close()
    if common.json:
        for _, event, kept in found[:limit]:
            click.echo(dumps(stored_record(event, kept.version, kept.made_at)))
    elif found:
        rows = [
            (
                event.event_id,
                event.when.edtf or event.when.inferred_edtf or "-",
                f"{len(event.document_ids)}",
                event.title,
            )
            for _, event, _ in found[:limit]
        ]
        show_table(console(), ("Id", "When", "Articles", "Event"), rows, right=(2,), whole=(0, 1))
    if len(found) > limit:
        common.say(f"and more; --limit {2 * limit} shows up to so many")
    elif not found:
        common.say("no events; `tidings events add FILE` adds articles")
    return 0


@events.command("show")
@click.argument("name", metavar="EVENT_ID")
@click.option("--since-version", type=click.IntRange(1), help="Also what is new since this version.")
@click.option("--explain", is_flag=True, help="Also why each article is in it: what ties it to the one most like it.")
@basic
def show_event(*, name: str, since_version: int | None, explain: bool, common: Common) -> int:
    """Show an event, by its id or by that of one that has become part of it, and what became of it.

    \b
    Examples:
      tidings events show ev-0123456789ab --explain
      tidings events show ev-0123456789ab --since-version 2 --json
    """
    from dataclasses import asdict

    from service.corpus.desk import current_record
    from service.corpus.records import dumps

    desk = _desk(common)
    current = desk.get(name, since_version)
    why = desk.explain_members(name) if explain else None
    desk.close()
    if common.json:
        ties = [{"document_ids": [one, other], **asdict(tie)} for one, other, tie in why or ()]
        click.echo(dumps({**current_record(current), **({"ties": ties} if explain else {})}))
        return 0
    _show(current)
    for one, other, tie in why or ():
        click.echo(f"{one} is here with {other}. {tie.text}")
    return 0


@events.command("explain")
@click.argument("document_id")
@click.argument("other_id")
@basic
def explain_pair(document_id: str, other_id: str, common: Common) -> int:
    """Say why two articles are together or apart: in figures, and which words, names, days and places they share.

    \b
    Examples:
      tidings events explain fire/nordposten fire/kystbladet
    """
    from dataclasses import asdict

    from service.corpus.records import dumps

    desk = _desk(common)
    why, together = desk.explain(document_id, other_id)
    desk.close()
    if common.json:
        click.echo(dumps({"document_ids": [document_id, other_id], "together": together, **asdict(why)}))
    else:
        click.echo(f"{document_id} and {other_id} are in {'one event' if together else 'two events'}. {why.text}")
    return 0


def _desk(common: Common) -> EventDesk:
    from service.corpus.desk import read_desk

    return read_desk(common.settings().events_path)


def _show(current: CurrentEvent) -> None:
    event, news = current.event, current.news
    if current.asked_id != event.event_id:
        click.echo(f"{current.asked_id} is now part of {event.event_id}.")
    when = event.when.edtf or event.when.inferred_edtf or "unknown"
    click.echo(f"{event.event_id}  {event.title}\nWhen: {when}  Status: {event.status}  Version: {current.version}")
    click.echo(f"Articles: {', '.join(event.document_ids)}")
    parts: list[tuple[str, list[str]]] = [
        ("Summary", [sentence.text for sentence in event.summary.sentences]),
        ("Agreed", [fact.text for fact in event.agreed_facts]),
        ("Conflicts", [f"{c.about}: {' / '.join(side.value for side in c.sides)}" for c in event.conflicts]),
    ]
    if news is not None:
        new = [f"article {name}" for name in news.document_ids] + [sentence.text for sentence in news.sentences]
        new += [f"agreed: {fact.text}" for fact in news.agreed_facts]
        new += [f"conflict: {c.about}: {' / '.join(side.value for side in c.sides)}" for c in news.conflicts]
        parts.append(("New", new))
    parts.append(("What became of it", [f"{c.made_at}  {told(c)}" for c in current.changes]))
    for label, lines in parts:
        if lines:
            click.echo(f"{label}:")
            for line in lines:
                click.echo(f"  {line}")
