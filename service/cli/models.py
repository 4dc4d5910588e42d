"""tidings models: which models there are, which are here, and getting one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from service.cli.options import Common, basic, with_models

if TYPE_CHECKING:
    from models.repository import ModelRepository
    from models.spec import ModelSpec


@click.group()
def models() -> None:
    """List and get models. Nothing is ever downloaded unasked.

    \b
    Examples:
      tidings models list
      tidings models pull                       (the recommended large ones)
      tidings models pull Helsinki-NLP/opus-mt-de-en
      tidings models pull --from /mnt/usb/models
      tidings models convert                    (beforehand, so that a server starts quickly)
    """


def _repository(common: Common, *, offline: bool = True) -> ModelRepository:
    from models.repository import ModelRepository

    settings = common.settings()
    return ModelRepository(settings.model_dir, converted_dir=settings.converted_dir, offline=offline)


def _record(spec: ModelSpec, *, installed: bool) -> dict[str, Any]:
    return {
        "id": spec.id,
        "revision": spec.revision,
        "task": spec.task,
        "architecture": spec.architecture,
        "languages": list(spec.languages),
        "licence": spec.licence,
        "size_mb": spec.size_mb,
        "bundled": spec.bundled,
        "installed": installed,
        "scores": dict(spec.scores),
        "description": spec.description,
    }


@models.command("list")
@basic
def list_models(common: Common) -> int:
    """List the catalogue, the preferred first: task, languages, licence, size, and what is installed.

    \b
    Examples:
      tidings models list
      tidings models list --json
    """
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps

    repository = _repository(common)
    here = {spec.id for spec in repository.installed()}
    records = [_record(spec, installed=spec.id in here) for spec in repository.catalog()]
    if common.json:
        for record in records:
            click.echo(dumps(record))
        return 0
    rows = [
        (
            r["id"],
            r["task"],
            " ".join(r["languages"]),
            r["licence"],
            f"{r['size_mb']:,} MB",
            "bundled" if r["bundled"] else "installed" if r["installed"] else "-",
        )
        for r in records
    ]
    out = console()
    out.width = max(out.width, 120) if not sys.stdout.isatty() else out.width
    show_table(out, ("Model", "Task", "From", "Licence", "Size", "Here"), rows, right=(4,), whole=(0, 4, 5))
    common.say(f"Models are kept in {repository.model_dir}. `tidings models pull ID` gets one.")
    return 0


#: Tasks whose models are pulled only when they are named.
OPTIONAL_TASKS = ("entailment",)


def recommended(catalog: Sequence[ModelSpec]) -> list[ModelSpec]:
    """The first model of the catalogue for each task and language, without the bundled ones and those that are optional."""
    covered: set[tuple[str, str]] = set()
    chosen = []
    for spec in catalog:
        serves = {(spec.task, code) for code in spec.languages}
        if not spec.bundled and spec.task not in OPTIONAL_TASKS and not serves <= covered:
            chosen.append(spec)
            covered |= serves
    return chosen


@models.command("pull")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--recommended", "all_recommended", is_flag=True, help="The best for each language; what no ID means too."
)
@click.option("--from", "source", metavar="URL|FOLDER", help="A mirror of the hub, or a folder with the files.")
@basic
def pull_models(ids: tuple[str, ...], all_recommended: bool, source: str | None, common: Common) -> int:
    """Get models by id from the Hugging Face hub, a mirror of it, or a folder; checks what arrives.

    Without an ID: the recommended large ones, the best for each language, to translate and to summarise. An entailment
    model, which checks written summaries, is got by its id.

    \b
    Examples:
      tidings models pull
      tidings models pull Helsinki-NLP/opus-mt-de-en
      tidings models pull sshleifer/distilbart-cnn-12-6 --from /mnt/usb/models
    """
    from models.errors import ModelError
    from service.cli.errors import model_failed
    from service.corpus.records import dumps

    repository = _repository(common, offline=False)
    try:
        named = [repository.spec(name) for name in ids]
        specs = [*named, *(recommended(repository.catalog()) if all_recommended or not ids else ())]
        with _bar(shown=not common.quiet and sys.stderr.isatty()) as progress:
            for spec in dict.fromkeys(specs):
                if repository.is_installed(spec):
                    common.say(f"{spec.id} is here already")
                else:
                    common.say(f"{spec.id}: about {spec.size_mb:,} MB, licence {spec.licence}")
                    repository.pull(spec, source=source, progress=progress)
                    common.say(f"{spec.id} is installed")
                if common.json:
                    click.echo(dumps(_record(repository.spec(spec.id), installed=True)))
    except ModelError as error:
        model_failed(error.reason, error.message)
    return 0


@models.command("convert")
@with_models
def convert_models(common: Common) -> int:
    """Convert the models that would run now, check their known answers, and keep the result.

    That happens on first use anyway; done beforehand (`make install` does it) a server starts in seconds.

    \b
    Examples:
      tidings models convert
      tidings models convert --exact
    """
    from service.corpus.records import dumps
    from service.installed import Installed

    ready = Installed.open(common.settings())
    engines = [*ready.translators.values(), *([ready.summarizer] if ready.summarizer else [])]
    for engine in {engine.spec.id: engine for engine in engines}.values():
        common.say(f"{engine.spec.id} is ready for {engine.name} in {engine.compute_type}")
        if common.json:
            click.echo(
                dumps({"id": engine.spec.id, "engine": engine.name, "compute_type": engine.compute_type, "ready": True})
            )
    return 0


@contextmanager
def _bar(*, shown: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar a file, on standard error."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def update(name: str, done: int, size: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=size or None)
            bar.update(tasks[name], completed=done, total=size or None)

        yield update
