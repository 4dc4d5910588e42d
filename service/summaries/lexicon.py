"""The word lists of `[summaries]` in service/languages/en.toml; summaries are English whatever the article was."""

from __future__ import annotations

from functools import cache

from service.languages import language


@cache
def words(name: str) -> frozenset[str]:
    """The lower-case words of the list `name`, e.g. `pronouns`."""
    return frozenset(language("en").string(f"summaries.{name}").split())


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The groups of words, or the regular expressions, of the list `name`, e.g. `newsroom`."""
    return language("en").strings(f"summaries.{name}")


def folded(token: str) -> str:
    """A token as the lists write it: lower case, typewriter apostrophe, no genitive."""
    plain = token.lower().replace("’", "'")
    return plain.removesuffix("'s")


def squeezed(text: str) -> str:
    """The text with every run of white space as one space: a segment as a sentence of a summary."""
    return " ".join(text.split())
