"""tidings events remove, readmit and forget: what must not stay in the events store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from service.cli.events_add import told
from service.cli.options import Common, basic, with_models

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.domain import Event, Translation
    from service.events.online import EventDesk
    from service.pipeline import Newsroom


@contextmanager
def _desk(common: Common) -> Iterator[EventDesk]:
    """The desk; models are loaded only where an event is described without what leaves it."""
    from service.corpus.desk import CODEC
    from service.events.online import EventDesk
    from service.store.events import EventStore

    settings = common.settings()
    with ExitStack() as stack:
        loaded: list[Newsroom] = []

        def describe(members: Sequence[Translation]) -> Event:
            if not loaded:
                loaded.append(stack.enter_context(common.newsroom(settings)))
            return loaded[0].describe(members)

        desk = EventDesk(EventStore(settings.events_path), describe, CODEC)
        stack.callback(desk.close)
        yield desk


@click.command("remove")
@click.argument("document_ids", nargs=-1, required=True, metavar="DOCUMENT_ID...")
@click.option("--note", default="", metavar="TEXT", help="Why; kept with the id. Not the text of what goes.")
@with_models
def remove_articles(document_ids: tuple[str, ...], note: str, common: Common) -> int:
    """Take articles out for good: nothing of them is left in the file, and they do not come back unasked.

    Their events are described without them; kept versions lose every sentence that rests on them. The ids stay, with the
    day and the note. Copies made with `tidings events backup`, and the folders of corpus runs, still have the articles.

    \b
    Examples:
      tidings events remove fire/nordposten --note "court order 12/2026"
    """
    from service.corpus.desk import change_record
    from service.corpus.records import dumps

    with _desk(common) as desk:
        changes = desk.remove(document_ids, note)
    for change in changes:
        click.echo(dumps(change_record(change)) if common.json else told(change))
    if not changes:
        common.say("removed before; the file was written anew")
    return 0


@click.command("readmit")
@click.argument("document_ids", nargs=-1, required=True, metavar="DOCUMENT_ID...")
@basic
def readmit_articles(document_ids: tuple[str, ...], common: Common) -> int:
    """Let articles that were removed in again, when they are next added.

    \b
    Examples:
      tidings events readmit fire/nordposten
    """
    with _desk(common) as desk:
        desk.readmit(document_ids)
    common.say(f"{', '.join(document_ids)} may come again")
    return 0


@click.command("forget")
@click.option(
    "--before", metavar="DAY", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day that is kept."
)
@with_models
def forget_events(before: datetime, common: Common) -> int:
    """Take out the events whose every article was published before DAY, with their articles, versions and changes.

    An event that has an article of DAY or later stays whole. An article without a date is as old as the newest version of
    its event. What is forgotten and added again is new.

    \b
    Examples:
      tidings events forget --before 2025-01-01
      tidings events forget --before $(date -d "2 years ago" +%F)
    """
    from service.corpus.records import dumps

    with _desk(common) as desk:
        events, articles = desk.forget(before.date())
    if common.json:
        click.echo(dumps({"events": events, "articles": articles}))
    else:
        click.echo(
            f"{events:,} event{'' if events == 1 else 's'} and {articles:,} article{'' if articles == 1 else 's'} forgotten"
        )
    return 0
