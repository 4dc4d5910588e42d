"""tidings evaluate: what Tidings is worth on development data, beside its baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.errors import complain
from service.cli.options import Common, with_models

if TYPE_CHECKING:
    from rich.console import Console

    from service.evaluation import Report

# The names of service.evaluation.EVALUATIONS, which importing here would make `--help` slow.
NAMES = ("translation", "detection", "cleaning", "segmentation", "events", "summaries", "factuality")
_NARROWEST = 160
"""A line that a terminal wraps can still be read; a figure that is cut off can not."""


@click.command()
@click.argument("what", metavar="WHAT", type=click.Choice(NAMES))
@click.option("--data", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder with the data.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N records of each file.")
@click.option("--markdown", is_flag=True, help="The table as Markdown.")
@with_models
def evaluate(what: str, data: Path, limit: int | None, markdown: bool, common: Common) -> int:
    """Measure WHAT on the data in DIR and show the figures, Tidings beside its baselines, the best in bold.

    \b
    WHAT           DIR holds
    translation    NAME.LANG beside NAME.en, a line a segment
    detection      *.jsonl with lang, kind, text
    cleaning       *.jsonl with text_with_boilerplate, must_keep, must_drop
    segmentation   LANG.txt, a case a line, " ¦ " where it splits
    events         *.jsonl with id, cluster, text
    summaries      *.jsonl with text or documents, and summary
    factuality     *.jsonl with text, summary, label

    With --json, one object on standard output. The cache is never used. --limit takes the first N of each kind and
    language for detection.

    \b
    Examples:
      tidings evaluate translation --data sets/ntrex --limit 200
      tidings evaluate detection --data sets/lingua --json > detection.json
    """
    from service.evaluation import Context
    from service.evaluation import evaluate as measure

    settings = common.settings()
    with _bar(shown=not common.quiet) as progress:
        context = Context(
            data, settings, limit, progress, lambda sentence: None if common.quiet else complain(sentence)
        )
        report = measure(what, context)
    if common.json:
        from service.corpus.records import dumps

        click.echo(dumps(report.record()))
    elif markdown:
        from service.evaluation.table import markdown as as_markdown

        click.echo(as_markdown(report.rows), nl=False)
    else:
        _show(report)
    return 0


def _show(report: Report) -> None:
    from service.cli.terminal import console

    out = console()
    out.width = max(out.width, _NARROWEST)
    _table(out, report)


def _table(out: Console, report: Report) -> None:
    from rich.table import Table
    from rich.text import Text

    from service.evaluation.table import table

    systems, lines = table(report.rows)
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("Set", "Language", "Metric"):
        shown.add_column(name, no_wrap=True)
    for name in (*systems, "n"):
        shown.add_column(name, justify="right", no_wrap=True)
    shown.add_column("Unit")
    for line in lines:
        figures = (Text(cell.text, style="bold" if cell.best else "") for cell in line.figures)
        shown.add_row(line.set, line.language, line.metric, *figures, line.n, line.unit)
    with out.capture() as captured:
        out.print(shown)
    # rich fills every line up; a file or a paste is better without.
    out.file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


@contextmanager
def _bar(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    screen = Console(stderr=True)
    if not shown or not screen.is_terminal:
        yield lambda _what, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total or None)
