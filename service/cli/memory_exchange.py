"""tidings memory import and export: pairs from and for other tools."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from service.cli.errors import FAILED, complain
from service.cli.inputs import check_files
from service.cli.memory_decide import LANGUAGES, login_name, opened_memory
from service.cli.options import Common, basic

if TYPE_CHECKING:
    from service.store import TranslationMemory
    from service.store.tmx import Unit
    from service.store.translation_memory import Added
    from service.store.translation_memory_pairs import Proposal

_BATCH = 1000
"""Pairs a transaction: a server that writes meanwhile waits no longer than for these."""

_SHOWN_FAULTS = 5


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--from", "code", type=click.Choice(LANGUAGES), help="Language of a .tsv file's originals.")
@click.option("--author", metavar="NAME", help="Whose pairs they are where the file names nobody (default: its name).")
@click.option("--pending", is_flag=True, help="Let somebody approve them one by one.")
@click.option("--keep", is_flag=True, help="Where an original is approved already, leave it as it is.")
@click.option("--reviewer", metavar="NAME", help="Who vouches for them (default: your login name).")
@basic
def import_memory(
    *,
    files: tuple[str, ...],
    code: str | None,
    author: str | None,
    pending: bool,
    keep: bool,
    reviewer: str | None,
    common: Common,
) -> int:
    """Import pairs from TMX files, or TSV files (original, tab, English); approved unless --pending.

    Who made a pair and when is kept. A bad unit is told with its line and the rest is done (exit code 1).

    \b
    Examples:
      tidings memory import old.tmx --reviewer "Kari Nordmann"
      tidings memory import vendor.tmx --pending
      tidings memory import pairs.tsv --from nb
    """
    from service.store.tmx import read_tmx
    from service.store.tsv import read_tsv

    check_files(files)
    for name in files:
        if Path(name).suffix.lower() not in (".tmx", ".tsv"):
            raise click.UsageError(f"{name} is neither a .tmx nor a .tsv file")
        if Path(name).suffix.lower() == ".tsv" and not code:
            raise click.UsageError(f"{name} does not say its language; add --from LANG ({', '.join(LANGUAGES)})")
    who = None if pending else reviewer or login_name("--reviewer")
    exit_code = 0
    with opened_memory(common) as memory:
        for name in files:
            path = Path(name)
            with path.open("rb") as stream:
                units = (
                    read_tmx(stream, author=author or path.name, name=path.name)
                    if path.suffix.lower() == ".tmx"
                    else read_tsv(stream, language_code=code or "", author=author or path.name, name=path.name)
                )
                done = _Import(name)
                done.take(units, memory, who, keep=keep)
            done.say(common, pending=pending)
            exit_code = FAILED if done.faults else exit_code
    return exit_code


class _Import:
    """What came of one file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults = self.flattened = self.other_languages = 0
        self.added: dict[str, int] = {"added": 0, "replaced": 0, "unchanged": 0, "kept": 0}

    def take(self, units: Iterable[Unit], memory: TranslationMemory, reviewer: str | None, *, keep: bool) -> None:
        """All of its pairs, a batch at a time; what stands above a fault is done whatever comes below."""
        batch: list[Proposal] = []
        for proposal in self._proposals(units):
            batch.append(proposal)
            if len(batch) == _BATCH:
                self._count(memory.add(batch, reviewer=reviewer, keep=keep))
                batch = []
        if batch:
            self._count(memory.add(batch, reviewer=reviewer, keep=keep))

    def _proposals(self, units: Iterable[Unit]) -> Iterator[Proposal]:
        for unit in units:
            if unit.fault:
                self.faults += 1
                if self.faults <= _SHOWN_FAULTS:
                    complain(f"{self.name}, line {unit.line}: {unit.fault}")
            elif not unit.proposals:
                self.other_languages += 1
            self.flattened += unit.flattened
            yield from unit.proposals

    def _count(self, added: Added) -> None:
        for name, number in asdict(added).items():
            self.added[name] += number

    def say(self, common: Common, *, pending: bool) -> None:
        """One line: what was done, and what was not."""
        from service.cli.memory_view import counted
        from service.corpus.records import dumps

        if self.faults > _SHOWN_FAULTS:
            complain(f"{self.name}: and {self.faults - _SHOWN_FAULTS:,} more bad units")
        more = {"bad_units": self.faults, "tags_left_out": self.flattened, "other_languages": self.other_languages}
        if common.json:
            click.echo(dumps({"file": self.name, **self.added, **more}))
            return
        parts = [
            f"{counted(self.added['added'], 'pair')} {'wait for approval' if pending else 'approved'}",
            *(
                f"{number:,} {what}"
                for number, what in (
                    (self.added["replaced"], "of them in the place of another"),
                    (self.added["unchanged"], "there already"),
                    (self.added["kept"], "held back, because their originals have an approved English"),
                    (self.flattened, "with inline tags left out"),
                    (self.other_languages, "units of other languages left"),
                    (self.faults, "bad units"),
                )
                if number
            ),
        ]
        click.echo(f"{self.name}: {', '.join(parts)}")


@click.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@basic
def export_memory(file: Path | None, common: Common) -> int:
    """Export the approved pairs as TMX 1.4b to FILE, or to standard output.

    The same memory gives the same bytes. A copy of it elsewhere is the best backup.

    \b
    Examples:
      tidings memory export memory.tmx
      tidings memory export | gzip > memory.tmx.gz
    """
    from service.cli.memory_view import counted
    from service.corpus.records import dumps
    from service.errors import StorageError

    if file is None:
        _write(sys.stdout, common)
        return 0
    staged = file.with_name(f".{file.name}.staged")
    try:
        with staged.open("w", encoding="utf-8", newline="\n") as stream:
            number = _write(stream, common)
        staged.replace(file)
    except OSError as error:
        raise StorageError("EXPORT_FAILED", f"{file} can't be written: {error.strerror}") from error
    finally:
        staged.unlink(missing_ok=True)
    if common.json:
        click.echo(dumps({"file": str(file), "pairs": number}))
    else:
        click.echo(f"{file}: {counted(number, 'pair')}")
    return 0


def _write(stream: IO[str], common: Common) -> int:
    from service.corpus.runinfo import tidings_version
    from service.store.tmx import write_tmx

    with opened_memory(common) as memory:
        return write_tmx(stream, memory.approved(), version=tidings_version())
