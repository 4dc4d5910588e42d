"""Glossaries from files: TOML or TSV, by path or by name from the glossary folder. The formats: docs/glossary.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from service.errors import InvalidInputError
from service.translation.glossary.glossary import MAX_ENTRIES, Glossary
from service.translation.glossary.terms import READINGS, Term, checked_text, invalid

T = TypeVar("T")

ENDINGS = (".toml", ".tsv")
#: In a TSV file, a target of this sign says that the source stays as it is.
KEPT = "="
_TOML_KEYS = ("language_code", "protected", "terms")
_TERM_KEYS = ("source", "target", "target_plural", "language_code", "inflection", "case_sensitive", "forms", "targets")
_COLUMNS = ("source", "target", "language_code", "inflection", "case_sensitive", "target_plural", "forms")
_NAME = re.compile(r"[\w][\w .+-]*")
_TRUTH = {"true": True, "yes": True, "1": True, "": False, "false": False, "no": False, "0": False}


def load_glossary(path: Path, *, shown: str | None = None) -> Glossary:
    """The glossary of a `.toml` or `.tsv` file, which errors call `shown` (by default by its path).

    Raises InvalidInputError: NO_GLOSSARY where it can't be read, INVALID_GLOSSARY naming file, line, value and good ones.
    """
    readers: dict[str, Callable[[str], tuple[list[tuple[int, Term]], list[tuple[int, str]]]]] = {
        ".toml": _from_toml,
        ".tsv": _from_tsv,
    }
    called = shown or str(path)
    if path.suffix.lower() not in readers:
        raise invalid(f"{called} is no glossary: its name should end in {' or '.join(ENDINGS)}", "glossary", called)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InvalidInputError(
            "NO_GLOSSARY", f"the glossary {called} can't be read: {error.strerror}", metadata={"glossary": called}
        ) from error
    except UnicodeDecodeError as error:
        raise invalid(
            f"{called} is not UTF-8 (byte {error.start}); it should be saved as UTF-8", "glossary", path
        ) from error
    try:
        terms, protected = readers[path.suffix.lower()](text)
        _once(terms, protected)
        if not terms and not protected:
            raise invalid("there is neither a term nor a protected text in it", "glossary", called)
        return Glossary.of([term for _, term in terms], [span for _, span in protected])
    except InvalidInputError as error:
        raise InvalidInputError(
            error.reason,
            f"{called}: {error.message}",
            metadata={**error.metadata, "glossary": called},
            field=error.field,
        ) from error


def glossary_names(folder: Path) -> tuple[str, ...]:
    """The glossaries of a folder by name, sorted; none where there is no such folder."""
    if not folder.is_dir():
        return ()
    return tuple(sorted({p.stem for p in folder.iterdir() if p.suffix in ENDINGS and p.is_file()}))


def load_named(names: Iterable[str], folder: Path) -> Glossary:
    """The glossaries NAME.toml or NAME.tsv of `folder` together; the first named wins.

    Raises InvalidInputError (UNKNOWN_GLOSSARY) for a name that is not there, naming those that are, and what `load_glossary`
    raises. A name is no path: it can't leave the folder.
    """
    out = Glossary()
    for name in dict.fromkeys(names):
        path = next(
            (p for p in (folder / f"{name}{e}" for e in ENDINGS) if _NAME.fullmatch(name) and p.is_file()), None
        )
        if path is None:
            there = ", ".join(glossary_names(folder)) or "none yet"
            raise InvalidInputError(
                "UNKNOWN_GLOSSARY",
                f"there is no glossary {name[:60]!r}; there are: {there}",
                metadata={"glossary": name[:60]},
                field="glossary_names",
            )
        out = out.merged(load_glossary(path, shown=path.name))
    return out


def _once(terms: Sequence[tuple[int, Term]], protected: Sequence[tuple[int, str]]) -> None:
    """Raises InvalidInputError for an entry that stands there twice, naming both lines."""
    seen: dict[tuple[str, ...], int] = {}
    entries = [
        (line, (t.source if t.case_sensitive else t.source.lower(), t.language_code), t.source) for line, t in terms
    ]
    for line, key, text in [*entries, *((line, (span,), span) for line, span in protected)]:
        if key in seen:
            raise invalid(f"line {line}: {text!r} stands already in line {seen[key]}; once is enough", "source", text)
        seen[key] = line
    for count, what in ((len(terms), "terms"), (len(protected), "protected texts")):
        if count > MAX_ENTRIES:
            raise invalid(f"it has {count:,} {what}; at most {MAX_ENTRIES:,} are taken", "glossary", count)


def _at(line: int, make: Callable[..., T], *given: Any) -> T:
    """What `make` returns of `given`; an error of its names the line."""
    try:
        return make(*given)
    except InvalidInputError as error:
        raise InvalidInputError(
            error.reason,
            f"line {line}: {error.message}",
            metadata={**error.metadata, "line": str(line)},
            field=error.field,
        ) from error


def _from_toml(text: str) -> tuple[list[tuple[int, Term]], list[tuple[int, str]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise invalid(f"this is not TOML: {error}", "glossary", error) from error
    _known(table, _TOML_KEYS, 1)
    heads = [i for i, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*[\"']?terms[\"']?\s*\]\]", line)]
    rows, spans = table.get("terms", []), table.get("protected", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise invalid("`terms` should be tables: [[terms]]", "terms", type(rows).__name__)
    if not isinstance(spans, list):
        raise invalid('`protected` should be a list of texts: ["Dagsrevyen"]', "protected", type(spans).__name__)
    lines = heads if len(heads) == len(rows) else [1] * len(rows)
    default = table.get("language_code", "")
    terms = [(line, _at(line, _term_of, row, default)) for line, row in zip(lines, rows, strict=True)]
    place = next((i for i, line in enumerate(text.splitlines(), 1) if re.match(r"\s*protected\s*=", line)), 1)
    return terms, [(place, _at(place, checked_text, span, "protected")) for span in spans]


def _known(table: dict[str, Any], good: Sequence[str], line: int) -> None:
    for key in table:
        if key not in good:
            raise invalid(f"line {line}: {key!r} is not known; there are {', '.join(good)}", key, key)


def _term_of(row: dict[str, Any], default: str) -> Term:
    for key in row:
        if key not in _TERM_KEYS:
            raise invalid(f"{key!r} is not known; there are {', '.join(_TERM_KEYS)}", key, key)
    for key in ("source", "target"):
        if key not in row:
            raise invalid(f"a term has no `{key}`", key, "")
    if not isinstance(row.get("case_sensitive", False), bool):
        raise invalid(f"case_sensitive is {row['case_sensitive']!r}; it should be true or false", "case_sensitive", "")
    plural = [("plural", row["target_plural"])] if "target_plural" in row else []
    return Term(
        row["source"],
        row["target"],
        row.get("language_code", default),
        row.get("inflection", ""),
        row.get("case_sensitive", False),
        tuple(_pairs(row.get("forms", []), "forms")),
        (*plural, *_pairs(row.get("targets", []), "targets")),
    )


def _pairs(value: object, field: str) -> list[tuple[str, str]]:
    """`["a", "b"]`, or a table of readings: `{ plural = "a", past = ["b", "c"] }`."""
    if isinstance(value, dict):
        return [
            (kind, form) for kind, forms in value.items() for form in (forms if isinstance(forms, list) else [forms])
        ]
    if isinstance(value, list):
        return [("", form) for form in value]
    raise invalid(
        f"{field} is {value!r}; it should be a list of forms, or a table of {', '.join(READINGS)}", field, value
    )


def _from_tsv(text: str) -> tuple[list[tuple[int, Term]], list[tuple[int, str]]]:
    rows = [
        (number, [cell.strip() for cell in line.split("\t")])
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and line != "#" and not line.startswith("# ")
    ]
    columns: Sequence[str] = _COLUMNS
    if rows and "source" in map(str.lower, rows[0][1]):
        number, head = rows.pop(0)
        columns = [name.lower() for name in head]
        for name in columns:
            if name not in _COLUMNS or columns.count(name) > 1:
                raise invalid(
                    f"line {number}: {name!r} is no column, or one twice; there are {', '.join(_COLUMNS)}",
                    "glossary",
                    name,
                )
    terms: list[tuple[int, Term]] = []
    protected: list[tuple[int, str]] = []
    for number, cells in rows:
        if len(cells) > len(columns):
            raise invalid(
                f"line {number} has {len(cells)} columns; there are {len(columns)}: {', '.join(columns)}",
                "glossary",
                number,
            )
        row = dict(zip(columns, cells, strict=False))
        if row.get("target") == KEPT:
            protected.append((number, _at(number, checked_text, row["source"], "source")))
        else:
            terms.append((number, _at(number, _term_of_row, row)))
    return terms, protected


def _term_of_row(row: dict[str, str]) -> Term:
    if not row.get("target"):
        raise invalid(
            f"{row['source']!r} has no target; give its English, or {KEPT} to leave it as it is", "target", ""
        )
    truth = row.get("case_sensitive", "").lower()
    if truth not in _TRUTH:
        raise invalid(f"case_sensitive is {truth!r}; it should be true or false", "case_sensitive", truth)
    return Term(
        row["source"],
        row["target"],
        row.get("language_code", ""),
        row.get("inflection", ""),
        _TRUTH[truth],
        tuple(_column_forms(row.get("forms", ""))),
        (("plural", row["target_plural"]),) if row.get("target_plural") else (),
    )


def _column_forms(cell: str) -> Iterable[tuple[str, str]]:
    """`Landräte, plural: Landräten`: forms by commas, a reading before a colon where it is known."""
    for part in filter(None, map(str.strip, cell.split(","))):
        kind, colon, form = part.partition(":")
        yield (kind.strip(), form.strip()) if colon and kind.strip() in READINGS else ("", part)
