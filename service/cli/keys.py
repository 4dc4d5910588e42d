"""tidings keys: who may call a server."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli.options import Common, basic

if TYPE_CHECKING:
    from service.access import ApiKey, KeyFile

_FILE = click.option(
    "--keys",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The keys file (default: the setting keys_path).",
)


@click.group()
def keys() -> None:
    """Make, list and revoke API keys for `tidings serve --keys FILE`.

    A running server sees a change of the file within a second.

    \b
    Examples:
      tidings keys new "sports desk" --keys keys.json
      tidings keys new crawler --keys keys.json --requests-per-second 5 --characters-per-day 2_000_000 --expires 90d
      tidings keys list --keys keys.json
      tidings keys revoke 3f9a1c20b7de --keys keys.json
    """


class _Number(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.3 on
    """A number above 0; `2_000_000` is good."""

    name = "number"

    def __init__(self, kind: type[int] | type[float]) -> None:
        self._kind = kind

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        """The number. Fails naming the value."""
        try:
            number = self._kind(value)
        except (ValueError, OverflowError):
            number = self._kind(0)
        if not 0 < number < 10**15:
            self.fail(
                f"{value!r} should be a {'whole ' if self._kind is int else ''}number above 0", parameter, context
            )
        return number


@keys.command("new")
@click.argument("name")
@click.option(
    "--expires", metavar="DATE|DAYSd", help="Last day it is good for, UTC, as 2027-01-31 or 90d (default: never)."
)
@click.option(
    "--method", "methods", multiple=True, metavar="NAME", help="A method it may call (default: all). Repeatable."
)
@click.option("--requests-per-second", type=_Number(float), help="Mean rate; an article of a stream counts as one.")
@click.option("--burst", type=_Number(int), help="Requests let through at once (default: twice the rate).")
@click.option("--characters-per-minute", type=_Number(int), help="Characters of all text in its requests.")
@click.option("--characters-per-day", type=_Number(int))
@_FILE
@basic
def new_key(
    name: str, expires: str | None, methods: tuple[str, ...], path: Path | None, common: Common, **limits: Any
) -> int:
    """Make a key for NAME and show it, once: only its hash is kept.

    The key is the only line on standard output. Send it as `authorization: Bearer KEY`.

    \b
    Examples:
      tidings keys new "sports desk" --keys keys.json
      tidings keys new crawler --keys keys.json --requests-per-second 5 --characters-per-day 2_000_000 --expires 90d
    """
    from service import access
    from service.corpus.records import dumps

    file = _file(path, common)
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    key, token = access.new_key(
        name,
        now=now,
        expires_at=_end(expires, now),
        methods=_methods(methods),
        limits=access.Limits(**limits),
    )
    file.change(lambda there: [*there, key])
    click.echo(dumps({**_shown(key, now), "key": token}) if common.json else token)
    common.say(f"made {key.id} for {key.name} in {file.path}; the key is shown this once")
    return 0


@keys.command("list")
@_FILE
@basic
def list_keys(path: Path | None, common: Common) -> int:
    """List the keys: id, name, state, what each may do. No secret is kept, so none is shown.

    \b
    Examples:
      tidings keys list --keys keys.json
      tidings keys list --keys keys.json --json
    """
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps

    file = _file(path, common)
    now = datetime.datetime.now(datetime.UTC)
    records = [_shown(key, now) for key in file.read()]
    if common.json:
        for record in records:
            click.echo(dumps(record))
        return 0
    rows = [
        (r["id"], r["name"], r["state"], (r["expires_at"] or "never")[:10], " ".join(r["methods"]), _said(r["limits"]))
        for r in records
    ]
    show_table(console(), ("Id", "Name", "State", "Expires", "Methods", "Limits"), rows, whole=(0, 2, 3))
    return 0


@keys.command("revoke")
@click.argument("key_id", metavar="ID")
@_FILE
@basic
def revoke_key(key_id: str, path: Path | None, common: Common) -> int:
    """Refuse the key with ID from now on. It stays in the list.

    \b
    Examples:
      tidings keys revoke 3f9a1c20b7de --keys keys.json
    """
    from dataclasses import replace

    from service.errors import NotFoundError

    file = _file(path, common)
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)

    def revoked(there: tuple[ApiKey, ...]) -> list[ApiKey]:
        if all(key.id != key_id for key in there):
            known = ", ".join(f"{key.id} ({key.name})" for key in there) or "none"
            raise NotFoundError("UNKNOWN_KEY", f"{file.path} has no key {key_id[:60]!r}; there are {known}")
        return [replace(k, revoked_at=k.revoked_at or now) if k.id == key_id else k for k in there]

    file.read()  # a file that is not there is named as such, not made
    file.change(revoked)
    common.say(f"revoked {key_id}; a running server refuses it within a second")
    return 0


def _file(path: Path | None, common: Common) -> KeyFile:
    """The file that is named, else the setting's. Raises ConfigurationError where neither is."""
    from service.access import KeyFile
    from service.errors import ConfigurationError

    path = path or common.settings().keys_path
    if path is None:
        raise ConfigurationError("NO_KEYS", "no keys file is named: give --keys FILE, or set keys_path")
    return KeyFile(path.expanduser())


def _end(value: str | None, now: datetime.datetime) -> datetime.datetime | None:
    """The first moment at which the key is no good. Raises BadParameter."""
    if value is None:
        return None
    try:
        if days := re.fullmatch(r"([1-9]\d{0,4})d", value):
            return now + datetime.timedelta(days=int(days[1]))
        day = datetime.date.fromisoformat(value)
        end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), datetime.UTC)
        if end > now:
            return end
    except (ValueError, OverflowError):
        pass
    raise click.BadParameter(
        f"{value!r} should be a day to come, as 2027-01-31, or a number of days, as 90d", param_hint="--expires"
    )


def _methods(names: tuple[str, ...]) -> tuple[str, ...]:
    """Raises BadParameter for a method that there is not."""
    if not names:
        return ("*",)
    from tidings.v1 import newsroom_pb2

    known = [m.name for m in newsroom_pb2.DESCRIPTOR.services_by_name["NewsroomService"].methods]
    for name in names:
        if name not in known:
            raise click.BadParameter(f"{name!r} is no method; there are {', '.join(known)}", param_hint="--method")
    return names


def _shown(key: ApiKey, now: datetime.datetime) -> dict[str, Any]:
    record = {name: value for name, value in key.record().items() if name != "sha256"}
    return {**record, "state": key.state(now)}


def _said(limits: dict[str, Any]) -> str:
    words = {
        "requests_per_second": "{:g}/s",
        "burst": "burst {:d}",
        "characters_per_minute": "{:,} characters/min",
        "characters_per_day": "{:,} characters/day",
    }
    return ", ".join(words[name].format(value) for name, value in limits.items() if value is not None) or "none"
