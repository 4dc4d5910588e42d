"""Options that several commands share, and what they become: Settings and a Newsroom."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from service.config import Settings
    from service.pipeline import Newsroom
    from service.translation.glossary import Glossary

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Common:
    """The shared options of one call."""

    config: Path | None = None
    json: bool = False
    quiet: bool = False
    debug: bool = False
    exact: bool = False
    model: tuple[str, ...] = ()
    summarizer: str | None = None
    cache: bool = True
    glossary_names: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()

    def settings(self, **overrides: object) -> Settings:
        """Settings from the file, the environment and the options; `overrides` that are None are not given.

        Raises ConfigurationError. Also sets up the log: warnings only, everything with --debug, nothing with --quiet.
        """
        from service.cli.errors import show_log

        show_log(logging.DEBUG if self.debug else logging.ERROR if self.quiet else logging.WARNING)
        # The command says this sentence itself, once, as its last line.
        logging.getLogger("service.pipeline").setLevel(logging.DEBUG if self.debug else logging.ERROR)
        return self.load(**overrides)

    def load(self, **overrides: object) -> Settings:
        """As `settings`, the log left as it is: what a server reads again while it runs."""
        from service.config import Settings

        named = {"exact": self.exact or None, "summarizer": self.summarizer, **overrides}
        settings = Settings.load(self.config, named, os.environ)
        translators = self._translators()
        if translators:
            kept: Mapping[str, str] = {} if "*" in translators else settings.translators
            settings = replace(settings, translators={**kept, **translators})
        return settings

    def _translators(self) -> dict[str, str]:
        """`--model nb=ID` for one language, `--model ID` for all."""
        out = {}
        for value in self.model:
            code, equals, name = value.partition("=")
            # A path may hold an equals sign; a language code is letters only.
            one_language = bool(equals) and code.isalpha() and len(code) <= 3
            out[code if one_language else "*"] = name if one_language else value
        return out

    def newsroom(self, settings: Settings) -> Newsroom:
        """Load the models. Raises ModelUnavailableError and ConfigurationError."""
        from service.pipeline import Newsroom

        return Newsroom.open(settings, cache=self.cache, glossary=self.glossary(settings))

    def glossary(self, settings: Settings) -> Glossary:
        """What --glossary and --protect name, then the glossaries of the configuration; empty where there are none.

        Raises ConfigurationError naming the file, the line and the value, or the glossaries there are.
        """
        from service.translation.glossary import chosen_glossary

        given = (*self.glossary_names, *settings.glossaries)
        return chosen_glossary(given, self.protect, settings.glossary_dir)

    def say(self, message: str) -> None:
        """A line for people, on standard error."""
        if not self.quiet:
            click.echo(message, err=True)

    def say_notice(self, newsroom: Newsroom) -> None:
        """That small models ran, where they did."""
        if notice := newsroom.notice():
            self.say(notice)


_BASIC = (
    click.option(
        "--config", type=click.Path(path_type=Path), help="TOML file with settings (default: TIDINGS_CONFIG)."
    ),
    click.option("--json", is_flag=True, help="Records for machines on standard output, one a line."),
    click.option("--quiet", "-q", is_flag=True, help="Say nothing on standard error but errors."),
    click.option("--debug", is_flag=True, help="Show tracebacks and the whole log."),
)
_MODELS = (
    click.option("--exact", is_flag=True, help="Decode in float32: the same text alone and in batches. Slower."),
    click.option("--model", multiple=True, metavar="[LANG=]ID", help="Translation model, by catalogue id or folder."),
    click.option("--summarizer", metavar="ID", help="Summariser, by catalogue id or folder, or `extractive`."),
    click.option(
        "--no-cache", "cache", is_flag=True, flag_value=False, default=True, help="Neither read nor write the cache."
    ),
)
_GLOSSARY = (
    click.option(
        "--glossary",
        "glossary_names",
        multiple=True,
        metavar="FILE_OR_NAME",
        help="Terms and their English: a .toml or .tsv file, or a name from the glossary folder. May be repeated.",
    ),
    click.option("--protect", multiple=True, metavar="TEXT", help="Stays as it is, to the byte. May be repeated."),
)


def _with(options: tuple[Callable[[Command], Command], ...], command: Command) -> Command:
    @functools.wraps(command)
    def collected(**values: Any) -> Any:
        names = [name for name in Common.__dataclass_fields__ if name in values]
        return command(common=Common(**{name: values.pop(name) for name in names}), **values)

    out: Any = collected
    for option in reversed(options):
        out = option(out)
    result: Command = out
    return result


def basic(command: Command) -> Command:
    """--config, --json, --quiet and --debug, handed over as `common`."""
    return _with(_BASIC, command)


def with_models(command: Command) -> Command:
    """`basic`, and what chooses the models and the cache."""
    return _with((*_MODELS, *_BASIC), command)


def with_glossary(command: Command) -> Command:
    """`with_models`, and --glossary and --protect."""
    return _with((*_GLOSSARY, *_MODELS, *_BASIC), command)


_SIZE_UNITS = ("", "k", "m", "g", "t")


def size(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    """An option's `500M`, `2G` or `1000000` as bytes. Raises BadParameter naming the value."""
    if value is None:
        return None
    text = value.strip().lower().removesuffix("b")
    digits = text.rstrip("kmgt")
    try:
        number = float(digits) * 1000 ** _SIZE_UNITS.index(text[len(digits) :])
        if not 0 <= number < 2**63:
            raise ValueError(value)
        return int(number)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is no size; it should be a number of bytes such as 500M, 2G or 1000000"
        ) from error
