"""The log of a server: one line a record, as text or JSON, each with the id of the request it belongs to.

Whoever logs adds values with `extra={"fields": {…}}`. Article text and keys never go into a record. Imports nothing of Tidings.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the request that is being served; worker threads have it too."""


class TextFormatter(logging.Formatter):
    """`2026-11-24T20:00:00.000Z info service.rpc.server: serving … key=value request_id=…`; line breaks are escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; with a traceback, in lines of its own, where the log's level is DEBUG."""
        found = _fields(record)
        if record.exc_info and record.exc_info[0]:
            found = {**found, "exception": record.exc_info[0].__name__, "at": _frames(record.exc_info)[-1]}
        fields = "".join(f" {name}={_plain(value)}" for name, value in found.items())
        line = f"{_time(record)} {record.levelname.lower()} {record.name}: {_one_line(record.getMessage())}{fields}"
        if record.exc_info and logging.getLogger().isEnabledFor(logging.DEBUG):
            return f"{line}\n{self.formatException(record.exc_info)}"
        return line


class JsonFormatter(logging.Formatter):
    """One JSON object: `time`, `level`, `logger`, `message`, `request_id` and the record's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON; of an exception its kind and where it was raised, its message where the log's level is DEBUG."""
        row: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info and record.exc_info[0]:
            row["exception"] = record.exc_info[0].__name__
            row["at"] = _frames(record.exc_info)
            if logging.getLogger().isEnabledFor(logging.DEBUG):
                row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False, default=str)


def set_up(level: int, form: str = "text") -> None:
    """Log to standard error in `form`, text or json, from `level` on; what was set up before is replaced."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return {**fields, "request_id": request_id.get()} if request_id.get() else fields


def _frames(exc_info: Any) -> list[str]:
    """Where an exception was raised, the outermost first. Its message may quote an article, so it is not among this."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(exc_info[2])] or [""]


def _time(record: logging.LogRecord) -> str:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z"


def _one_line(text: str) -> str:
    """What a client sent can't begin a line of its own."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _plain(value: object) -> str:
    text = _one_line(f"{value:.6g}" if isinstance(value, float) else str(value))
    return json.dumps(text, ensure_ascii=False) if not text or " " in text or '"' in text else text
