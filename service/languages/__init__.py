"""What Tidings knows of each language, as data: one TOML file a language, named by its BCP-47 code.

A file has one table a user: [segmentation], [cleaning], [dates], [facts], [names], [inflection], [rendering]. Code asks for
what it wants by a dotted path and gets an empty value where the language has none, so a new language is one new
file. Imports only `service.errors`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from service.errors import ConfigurationError


@dataclass(frozen=True)
class Language:
    """One language's data. `code` is BCP-47."""

    code: str
    tables: dict[str, Any] = field(repr=False)

    def _get(self, path: str) -> Any:
        node: Any = self.tables
        for part in path.split("."):
            if not isinstance(node, dict):
                return None
            node = node.get(part)
        return node

    def strings(self, path: str) -> tuple[str, ...]:
        """The list of strings at `path` (`cleaning.teasers`), empty where there is none."""
        return tuple(self._get(path) or ())

    def mapping(self, path: str) -> dict[str, Any]:
        """The table at `path` (`dates.months`), empty where there is none."""
        return dict(self._get(path) or {})

    def string(self, path: str, default: str = "") -> str:
        """The string at `path`."""
        value = self._get(path)
        return default if value is None else str(value)


@cache
def language(code: str) -> Language:
    """The data of `code`. Raises ConfigurationError for one without a file, naming those there are."""
    path = resources.files(__name__) / f"{code}.toml"
    if code not in language_codes():
        raise ConfigurationError(
            "UNSUPPORTED_LANGUAGE",
            f"no language data for {code!r}; there is data for {', '.join(language_codes())}",
            metadata={"language_code": code},
        )
    return Language(code, tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def language_codes() -> tuple[str, ...]:
    """The languages there is data for, sorted."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


@cache
def data_table(name: str) -> dict[str, Any]:
    """A table that belongs to no one language (`service/languages/shared/NAME.toml`), e.g. places and exonyms."""
    path = resources.files(__name__) / "shared" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
