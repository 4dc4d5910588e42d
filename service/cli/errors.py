"""Errors and signals as exit codes and one plain sentence."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

import click

from service.errors import (
    ConfigurationError,
    ModelUnavailableError,
    NotFoundError,
    StorageError,
    TidingsError,
)

FAILED = 1
WRONG = 2
NO_MODEL = 3
INTERRUPTED = 130

_WRONG_MODEL = frozenset({"UNKNOWN_MODEL", "OFFLINE"})
"""Reasons of a model error that the command line is at fault for."""


class ReaderGoneError(Exception):
    """Whoever read standard output has gone. Raised for BrokenPipeError, which click would make an exit code of its own."""


def guarded(run: Callable[[], object], *, debug: bool = False) -> int:
    """Run a command; its exit code. Nothing it raises gets out; people read one sentence on standard error."""
    with _signals():
        try:
            result = run()
            sys.stdout.flush()
            return result if isinstance(result, int) and not isinstance(result, bool) else 0
        except BaseException as error:
            if debug and not isinstance(error, click.ClickException):
                traceback.print_exc()
            return _code(error)


def _code(error: BaseException) -> int:
    """What to say of `error`, and the exit code for it."""
    match error:
        case click.ClickException():
            error.show()
            code = WRONG
        case click.Abort() | KeyboardInterrupt():
            complain("interrupted")
            code = INTERRUPTED
        case ReaderGoneError() | BrokenPipeError():
            # Whoever read us has gone; the interpreter must not complain again when it flushes at exit.
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = INTERRUPTED
        case ModelUnavailableError():
            complain(error.message)
            code = WRONG if error.reason in _WRONG_MODEL else NO_MODEL
        case ConfigurationError() | NotFoundError() | StorageError():
            complain(error.message)
            code = WRONG
        case TidingsError():
            complain(f"{error.message} ({error.reason})")
            code = FAILED
        case SystemExit():
            code = error.code if isinstance(error.code, int) else FAILED
        case _:
            complain(f"a fault of Tidings' own, {type(error).__name__}: {error}. --debug shows where; please report it")
            code = FAILED
    return code


def complain(message: str) -> None:
    """One sentence on standard error."""
    click.echo(f"tidings: {message}", err=True)


def model_failed(reason: str, message: str) -> NoReturn:
    """Raise a model room's error as the service's own."""
    if reason in _WRONG_MODEL:
        raise ConfigurationError(reason, message)
    raise ModelUnavailableError(reason, message)


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """SIGTERM stops as Ctrl-C does: what is in work is finished and kept. A second signal ends at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    seen = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal seen
        if seen:
            os._exit(INTERRUPTED)
        seen = True
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def show_log(level: int, *, times: bool = False) -> None:
    """Log records on standard error as sentences of the command's own; with `times` as a server logs."""
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s" if times else "tidings: %(levelname)s: %(message)s"
    handler = logging.StreamHandler()
    handler.setFormatter(_Plain(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


class _Plain(logging.Formatter):
    """Without tracebacks, unless the level says that somebody is looking for a fault."""

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and not logging.getLogger().isEnabledFor(logging.DEBUG):
            record.exc_info = record.exc_text = None
        record.levelname = record.levelname.lower()
        return super().format(record)
