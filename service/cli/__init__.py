"""The `tidings` command, one module a subcommand. A door: it reads arguments, calls the room, shows what came out.

Heavy rooms are imported inside the functions that need them, so that `--help` is quick. Exit codes and what goes to
which stream are in docs/schema.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from service.cli.cache import cache
from service.cli.corpus import corpus
from service.cli.detect import detect
from service.cli.doctor import doctor
from service.cli.errors import ReaderGoneError, guarded
from service.cli.evaluate import evaluate
from service.cli.events import events
from service.cli.keys import keys
from service.cli.memory import memory
from service.cli.models import models
from service.cli.serve import serve
from service.cli.summarize import summarize
from service.cli.translate import translate

__all__ = ["cli", "main"]


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from service.corpus.runinfo import tidings_version

        click.echo(f"tidings {tidings_version()}")
        context.exit()


class _Group(click.Group):
    """Commands whose reader may go away."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all done, 1 some documents failed, 2 wrong command or configuration, 3 no model can serve "
    "this, 130 interrupted (run the same command again to go on).",
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
def cli() -> None:
    """Tidings reads Norwegian and German news in English: translations, summaries, and the events behind them.

    \b
    Examples:
      tidings translate article.txt
      tidings summarize article.html --length sentence
      tidings corpus articles/ --out out        (then open out/report.html)
      tidings serve --port 50051
    """


for _command in (translate, summarize, detect, corpus, serve, models, cache, memory, events, evaluate, keys, doctor):
    cli.add_command(_command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command `argv` (the process's own by default) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return guarded(
        lambda: cli.main(args=arguments, prog_name="tidings", standalone_mode=False), debug="--debug" in arguments
    )
