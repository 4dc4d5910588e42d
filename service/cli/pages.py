"""tidings translate --html: a page or fragment comes out as HTML."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.errors import FAILED, complain
from service.cli.inputs import STDIN
from service.cli.options import Common

if TYPE_CHECKING:
    from service.config import Settings
    from service.translation.html import HtmlTranslation

_CHARSET = re.compile(r"(<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*)([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096


def translate_pages(files: Sequence[str], common: Common, settings: Settings, *, explain: bool) -> int:
    """Each page in English on standard output, what checks doubt on standard error; the exit code.

    Nothing of a page is cleaned away, so `explain` has nothing to show: raises ConfigurationError where it is set.
    """
    from service.corpus.html_record import html_record
    from service.corpus.records import dumps, failure_record
    from service.domain import Failure
    from service.errors import ConfigurationError, StorageError, TidingsError

    if explain:
        raise ConfigurationError(
            "INVALID_INPUT", "--explain shows what cleaning left out, and --html leaves nothing out: give one of them"
        )
    code = 0
    with common.newsroom(settings) as newsroom:
        for name in files:
            document_id = "stdin" if name == STDIN else Path(name).stem
            try:
                done = newsroom.translate_html(_read(name, document_id))
            except (ConfigurationError, StorageError):
                raise
            except TidingsError as error:
                code = FAILED
                complain(f"{document_id}: {error.message} ({error.reason})")
                if common.json:
                    failure = Failure(
                        document_id, error.stage or "translate", error.reason, error.message, error.metadata
                    )
                    click.echo(dumps(failure_record(failure)))
                continue
            if common.json:
                click.echo(dumps(html_record(document_id, done)))
            else:
                click.echo(done.html, nl=not done.html.endswith("\n"))
                _say_doubts(common, document_id, done)
        common.say_notice(newsroom)
    return code


def _read(name: str, document_id: str) -> str:
    """The page as it stands, but for its declared charset: what is printed is UTF-8."""
    from service.text.reading import decode_text

    data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    html = decode_text(data, document_id=document_id, html=True)
    if html.isascii():
        return html
    return _CHARSET.sub(_as_utf8, html[:_HEAD], count=1) + html[_HEAD:]


def _as_utf8(declared: re.Match[str]) -> str:
    return declared[0] if declared[2].lower() in ("utf-8", "utf8") else f"{declared[1]}utf-8"


def _say_doubts(common: Common, document_id: str, done: HtmlTranslation) -> None:
    for segment in done.segments:
        doubts = [
            f"{flag.code}: {flag.detail}" if flag.detail else str(flag.code) for flag in segment.flags if flag.warns
        ]
        if doubts:
            common.say(f"{document_id} {segment.segment_id} {segment.text[:60]!r}: {'; '.join(doubts)}")
