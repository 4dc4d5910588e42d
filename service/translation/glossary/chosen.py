"""The glossary that an operator chose: by configuration, or by file, name and text on a command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from service.errors import ConfigurationError, InvalidInputError
from service.translation.glossary.files import ENDINGS, load_glossary, load_named
from service.translation.glossary.glossary import Glossary


def chosen_glossary(files_or_names: Iterable[str], protected: Iterable[str], folder: Path) -> Glossary:
    """The glossaries given, the first wins, and the protected texts.

    What ends in .toml or .tsv or has a slash in it is a file, anything else the name of a glossary of `folder`. Raises
    ConfigurationError (the reasons of service.translation.glossary.files) for what can't be used.
    """
    try:
        out = Glossary.of((), dict.fromkeys(protected))
        for given in files_or_names:
            is_file = "/" in given or Path(given).suffix.lower() in ENDINGS
            out = out.merged(load_glossary(Path(given).expanduser()) if is_file else load_named([given], folder))
    except InvalidInputError as error:
        where = f" ({folder})" if error.reason == "UNKNOWN_GLOSSARY" else ""
        raise ConfigurationError(
            error.reason, error.message + where, metadata=error.metadata, field=error.field
        ) from error
    return out
