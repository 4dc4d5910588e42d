"""Glossary messages and glossary names of a request -> one Glossary, every limit of the proto checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from service.config import Settings
from service.errors import InvalidInputError
from service.translation.glossary import Glossary, Term, load_named
from tidings.v1 import newsroom_pb2 as pb

MAX_NAMES = 50

T = TypeVar("T")


def glossary_of(message: pb.Glossary, names: Sequence[str], settings: Settings) -> Glossary | None:
    """Terms of the request, then those of the glossaries it names, the first wins; None where it has neither.

    Raises InvalidInputError (INVALID_GLOSSARY, UNKNOWN_GLOSSARY, NO_GLOSSARY) with the path of the field, the value and
    what would be good.
    """
    for i, text in enumerate(message.protected):
        _at(f"glossary.protected[{i}]", False, Glossary.of, (), [text])
    terms = [_at(f"glossary.terms[{i}]", True, _term, term) for i, term in enumerate(message.terms)]
    out: Glossary = _at("glossary", True, Glossary.of, terms, message.protected)
    if len(names) > MAX_NAMES:
        raise InvalidInputError(
            "INVALID_GLOSSARY",
            f"{len(names)} glossaries are named; at most {MAX_NAMES} are taken",
            field="glossary_names",
            metadata={"glossary_names": str(len(names))},
            stage="read",
        )
    for i, name in enumerate(names):
        out = out.merged(_at(f"glossary_names[{i}]", False, load_named, [name], settings.glossary_dir))
    return out or None


def _term(message: pb.GlossaryTerm) -> Term:
    return Term(message.source, message.target, message.language_code, message.inflection, message.case_sensitive)


def _at(field: str, below: bool, make: Callable[..., T], *given: Any) -> T:
    """What `make` returns; an error of its gets the path `field`, with `below` that of the field within."""
    try:
        return make(*given)
    except InvalidInputError as error:
        path = f"{field}.{error.field}" if below and error.field else field
        raise InvalidInputError(
            error.reason, f"{path}: {error.message}", metadata=error.metadata, field=path, stage="read"
        ) from error
