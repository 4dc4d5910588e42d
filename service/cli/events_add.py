"""tidings events add: articles, or what a corpus run made of them, into the events store."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import Common, with_glossary

if TYPE_CHECKING:
    from service.corpus.finished import FinishedTranslations
    from service.domain import Document, Translation
    from service.events.online import EventDesk
    from service.store.events_rows import EventChange

_PORTION = 20
"""Articles that are added at once: what is done is kept when a long run is interrupted."""
_FINISHED_PORTION = 200
"""The same where nothing is translated: an event that gets several articles of a portion is described once for them."""


@click.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE_OR_OUT...")
@with_glossary
def add_articles(files: tuple[str, ...], common: Common) -> int:
    """Translate articles and keep them; say what became of events. One that is kept already changes nothing.

    OUT is a folder that `tidings corpus IN --out OUT` wrote: its translations are taken as they are, in their order, and no
    article is translated again. Stop it at any moment and run it again: it goes on where it was.

    \b
    Examples:
      tidings events add article.txt
      tidings events add monday.jsonl tuesday.jsonl --json
      tidings corpus feed.jsonl --out out && tidings events add out/
    """
    from service.cli.inputs import check_files
    from service.corpus.desk import open_desk
    from service.corpus.finished import FinishedTranslations

    folders = [FinishedTranslations(Path(name)) for name in files if Path(name).is_dir()]
    articles = [name for name in files if not Path(name).is_dir()]
    check_files(articles)
    settings = common.settings()
    with common.newsroom(settings) as newsroom:
        adding = _Adding(open_desk(newsroom, settings.events_path), common)
        for folder in folders:
            adding.finished(folder)
        code = adding.articles(articles, newsroom.translate)
        adding.say_left_out()
        common.say_notice(newsroom)
    return code


class _Adding:
    """One call of the command: what goes into the desk, and what is said of it."""

    def __init__(self, desk: EventDesk, common: Common) -> None:
        self.desk = desk
        self.common = common
        self.left_out: list[str] = []

    def finished(self, translations: FinishedTranslations) -> None:
        """All that a corpus run made."""
        from service.cli.progress import progress_bar
        from service.corpus.run import Progress

        rest, done = iter(translations), 0
        with progress_bar(shown=not self.common.quiet and sys.stderr.isatty()) as progress:
            progress(Progress("events", 0, len(translations)))
            while portion := list(islice(rest, _FINISHED_PORTION)):
                self._keep(portion)
                done += len(portion)
                progress(Progress("events", done, len(translations)))

    def articles(self, files: list[str], translate: Callable[[Document], Translation]) -> int:
        """Each article of `files`; the exit code."""
        from service.cli.inputs import each
        from service.corpus.records import dumps, failure_record

        waiting: list[Translation] = []

        def work(document: Document) -> Translation | None:
            if self.desk.removed([document.document_id]):
                self.left_out.append(document.document_id)
                return None
            return translate(document)

        def keep(translation: Translation | None) -> None:
            if translation is not None:
                waiting.append(translation)
            if len(waiting) == _PORTION:
                self._keep(waiting)
                waiting.clear()

        code = each(
            files,
            work,
            keep,
            lambda failure: click.echo(dumps(failure_record(failure))) if self.common.json else None,
            stage="translate",
        )
        if waiting:
            self._keep(waiting)
        return code

    def _keep(self, translations: list[Translation]) -> None:
        from service.corpus.desk import change_record
        from service.corpus.records import dumps

        removed = self.desk.removed([translation.document_id for translation in translations])
        self.left_out += sorted(removed.keys() - set(self.left_out))
        for change in self.desk.add([t for t in translations if t.document_id not in removed]):
            click.echo(dumps(change_record(change)) if self.common.json else told(change))

    def say_left_out(self) -> None:
        """Articles that somebody took out of the store, and that the input still has."""
        if self.left_out:
            names = ", ".join(self.left_out[:5]) + (
                f" and {len(self.left_out) - 5} more" if len(self.left_out) > 5 else ""
            )
            self.common.say(f"left out, because removed before: {names} (`tidings events readmit` lets one in again)")


def told(change: EventChange) -> str:
    """A change in a line."""
    documents = ", ".join(change.document_ids)
    said = {
        "created": f"{change.event_id} is new: {documents}",
        "joined": f"{change.event_id} is joined by {documents}",
        "merged": f"{change.other_event_id} is now part of {change.event_id}",
        "split": f"{documents} left {change.event_id} for {change.other_event_id}",
        "updated": f"{change.event_id} has a new text of {documents}",
        "left": f"{documents} was removed from {change.event_id}",
    }
    because = ", ".join(change.caused_by)
    return said[change.kind] + (f" (shown by {because})" if change.kind in ("merged", "split") and because else "")
