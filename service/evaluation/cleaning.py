"""Cleaning: which snippets of the article are still there and which of the page's furniture are gone.

Scored before translation on title and body (captions are not body), white space collapsed, over all snippets of a
file (as trafilatura's evaluation counts). Each page stands alone: furniture that repeats over a site's pages, which a
corpus run sees, is not used. `everything` keeps all lines; `long-lines` keeps those of 80 characters and more.
"""

from __future__ import annotations

from collections.abc import Callable

from service.corpus.runinfo import tidings_version
from service.domain import Document, ParagraphKind
from service.errors import InvalidInputError
from service.evaluation.data import DataFile, Record, digests, jsonl_files, records
from service.evaluation.shape import TIDINGS, Context, Report, Row
from service.text.cleaning import clean

FIELDS = ("text_with_boilerplate", "must_keep", "must_drop")
LONG_LINE = 80


def run(context: Context) -> Report:
    """`kept_recall` and `dropped_recall` (0..1) over the snippets of each file; `n` counts snippets."""
    files = jsonl_files(context.data, FIELDS)
    rows = [row for file in files for row in _rows(file, context)]
    return Report("cleaning", digests(files), tuple(rows))


def _rows(file: DataFile, context: Context) -> list[Row]:
    pages = records(file, FIELDS, limit=context.limit)
    rows = []
    for system, read in SYSTEMS.items():
        kept = dropped = 0
        for number, page in enumerate(pages):
            context.progress(f"{file.set_name}: {system}", number, len(pages))
            text = _collapsed(read(page["text_with_boilerplate"]))
            kept += sum(_collapsed(snippet) in text for snippet in page["must_keep"])
            dropped += sum(_collapsed(snippet) not in text for snippet in page["must_drop"])
        for metric, hits, field in (("kept_recall", kept, "must_keep"), ("dropped_recall", dropped, "must_drop")):
            count = _count(pages, field)
            if count:
                signature = f"{metric}|micro|title and body|pages:{len(pages)}|tidings {tidings_version()}"
                rows.append(Row(file.set_name, None, system, metric, hits / count, count, signature))
    return rows


def _count(pages: list[Record], field: str) -> int:
    return sum(len(page[field]) for page in pages)


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def cleaned(text: str) -> str:
    """Title and body as Tidings finds them, a paragraph a line; empty where it finds no article."""
    try:
        found = clean(Document("page", text=text))
    except InvalidInputError:
        return ""
    body = [p.text for p in found.paragraphs if p.kind is not ParagraphKind.CAPTION]
    return "\n".join([*([found.title] if found.title else []), *body])


def long_lines(text: str) -> str:
    """The lines that are long enough to be prose."""
    return "\n".join(line for line in text.splitlines() if len(line.strip()) >= LONG_LINE)


SYSTEMS: dict[str, Callable[[str], str]] = {TIDINGS: cleaned, "everything": str, "long-lines": long_lines}
