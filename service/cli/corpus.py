"""tidings corpus: a folder or JSONL file of articles -> record files and a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from service.cli.errors import FAILED, complain
from service.cli.options import Common, with_glossary
from service.cli.progress import progress_bar

_SHOWN_FAILURES = 5


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="OUT", help="Folder for the records.")
@click.option("--workers", type=click.IntRange(0), help="Documents in work at once (default: from the cores).")
@with_glossary
def corpus(source: Path, out: Path, workers: int | None, common: Common) -> int:
    """Translate, summarise and group every article of IN into OUT.

    IN is a folder of .txt and .html files (searched recursively; names that begin with a dot are left out), a .jsonl
    file, or a folder of those. OUT gets translations.jsonl, summaries.jsonl, events.jsonl, failures.jsonl, run.json and
    report.html. Stop it at any moment and run it again: it goes on where it was. OUT/.work is what it remembers by.

    \b
    Examples:
      tidings corpus articles/ --out out
      tidings corpus feed.jsonl --out out --json
      tidings corpus articles/ --out exact --exact
    """
    from service.corpus.files import check_source
    from service.corpus.run import run_corpus

    check_source(source, out)
    settings = common.settings(workers=workers)
    with common.newsroom(settings) as newsroom:
        try:
            with progress_bar(shown=not common.quiet and sys.stderr.isatty()) as progress:
                info = run_corpus(source, out, newsroom, settings, progress=progress)
        except KeyboardInterrupt:
            complain("stopped; what was finished is kept, and the same command goes on from there")
            raise
        if common.json:
            from service.corpus.records import dumps

            click.echo(dumps(info.counts.record()))
        for failure in () if common.quiet else info.failures[:_SHOWN_FAILURES]:
            complain(f"{failure.document_id}: {failure.message} ({failure.reason})")
        if len(info.failures) > _SHOWN_FAILURES and not common.quiet:
            complain(f"and {len(info.failures) - _SHOWN_FAILURES} more; they are in {out / 'failures.jsonl'}")
        common.say(info.line())
        common.say_notice(newsroom)
    return FAILED if info.counts.failed else 0
