"""tidings memory add, approve and reject: what goes into the memory and out of it."""

from __future__ import annotations

import contextlib
import getpass
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.memory_view import say_touched, show_decided
from service.cli.options import Common, basic
from service.errors import InvalidInputError

if TYPE_CHECKING:
    from service.store import TranslationMemory

LANGUAGES = ("nb", "nn", "no", "de", "da", "sv")
"""`service.store.translation_memory_pairs.SOURCE_LANGUAGES`, said here so that `--help` need not load the store."""

_reviewer = click.option("--reviewer", metavar="NAME", help="Who decides (default: your login name).")
_note = click.option("--note", default="", metavar="TEXT", help="Why; kept in the history.")
_corpus = click.option(
    "--corpus", "out", type=click.Path(path_type=Path), metavar="OUT", help="Say what it touches in this corpus folder."
)


def login_name(option: str) -> str:
    """Who is at the keyboard. Raises UsageError naming `option` where the machine does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise click.UsageError(f"this machine knows no login name; say who with {option} NAME") from error


def opened_memory(common: Common) -> TranslationMemory:
    """The memory that the settings name."""
    from service.store import TranslationMemory

    return TranslationMemory(common.settings().memory_path)


@contextlib.contextmanager
def _as_usage() -> Iterator[None]:
    """A value that the memory refuses is a wrong command: nothing was done."""
    try:
        yield
    except InvalidInputError as error:
        raise click.UsageError(error.message) from error


@click.command("add")
@click.argument("original")
@click.argument("text", metavar="ENGLISH")
@click.option("--from", "code", required=True, type=click.Choice(LANGUAGES), help="Language of the original.")
@click.option("--author", metavar="NAME", help="Whose words they are (default: your login name).")
@click.option("--pending", is_flag=True, help="Let somebody else approve it.")
@_reviewer
@basic
def add_pair(
    *, original: str, text: str, code: str, author: str | None, pending: bool, reviewer: str | None, common: Common
) -> int:
    """Add a pair, approved unless --pending.

    \b
    Examples:
      tidings memory add "Ferja la til kai." "The ferry docked." --from nb
      tidings memory add "Die Fähre legte an." "The ferry docked." --from de --pending --author "Jan Holm"
    """
    from service.store.translation_memory_pairs import Origin, Proposal

    author = author or login_name("--author")
    with opened_memory(common) as opened, _as_usage():
        correction = opened.record(Proposal(original, text, code, author, origin=Origin.CLI))
        if not pending:
            opened.approve([correction.correction_id], reviewer or login_name("--reviewer"))
        show_decided([opened.get(correction.correction_id)], common)
    return 0


def _decide(verb: str, ids: Sequence[str], *, reviewer: str | None, note: str, out: Path | None, common: Common) -> int:
    """Approve or reject, and say what it did; a corpus folder that can't be read stops it before anything is done."""
    from service.corpus.touched import touched

    who = reviewer or login_name("--reviewer")
    with opened_memory(common) as opened, _as_usage():
        before = {name: opened.get(name) for name in ids}
        if out:
            touched(out, [])
        decide = opened.approve if verb == "approve" else opened.reject
        decided = decide(ids, who, note=note)
        for one in decided:
            name = one.correction.correction_id
            if not one.changed:
                common.say(f"{name} was {one.correction.state} already")
            if one.replaced:
                common.say(f"{name} takes the place of {one.replaced}")
        show_decided([one.correction for one in decided], common)
        if out:
            used = {c.correction_id for c in before.values() if c.state == "approved"}
            # Turning down what was never in the memory changes no text.
            changed = [
                one.correction
                for one in decided
                if one.changed and (verb == "approve" or one.correction.correction_id in used)
            ]
            say_touched(touched(out, changed), str(out), common)
    return 0


@click.command("approve")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="All that are pending.")
@_reviewer
@_note
@_corpus
@basic
def approve_corrections(
    *, ids: tuple[str, ...], every: bool, reviewer: str | None, note: str, out: Path | None, common: Common
) -> int:
    """Approve corrections: from now on they are what every equal segment becomes.

    A running server uses them in its next reply; `tidings corpus` into the same folder makes again what they touch. Of two
    for the same original the later stays.

    \b
    Examples:
      tidings memory approve c12
      tidings memory approve c12 c13 --reviewer "Kari Nordmann" --corpus out
      tidings memory approve --all
    """
    from service.store.translation_memory_pairs import State

    with opened_memory(common) as opened:
        waiting = [c.correction_id for c in reversed(opened.corrections(states=[State.PENDING]))]
    if every and ids:
        raise click.UsageError("--all and an ID exclude each other; leave one of them out")
    if not every and not ids:
        named = (
            f"pending are {', '.join(waiting[:5])}{', …' if len(waiting) > 5 else ''}" if waiting else "none is pending"
        )
        raise click.UsageError(f"name the ID of a correction, or --all; {named}")
    if not ids and not waiting:
        common.say("none is pending")
        return 0
    return _decide("approve", ids or waiting, reviewer=reviewer, note=note, out=out, common=common)


@click.command("reject")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_reviewer
@_note
@_corpus
@basic
def reject_corrections(ids: tuple[str, ...], reviewer: str | None, note: str, out: Path | None, common: Common) -> int:
    """Turn corrections down. An approved one leaves the memory, and the model's English comes back.

    \b
    Examples:
      tidings memory reject c14 --note "the ferry came at eleven"
    """
    return _decide("reject", ids, reviewer=reviewer, note=note, out=out, common=common)
