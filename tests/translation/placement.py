"""The sentences of data/html_placement*.tsv, and whether an element holds the words that it should."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("data")
_WORDS = re.compile(r"\w+(?:[-–.,:]\w+)*")


@dataclass(frozen=True)
class Case:
    """A sentence with one `<b>`, its English, and which words of that must (`inside`) or may (`also`) be in the element."""

    language_code: str
    html: str
    english: str
    inside: tuple[tuple[int, str], ...]
    also: tuple[tuple[int, str], ...]

    @property
    def original(self) -> str:
        return re.sub("</?b>", "", self.html)

    def holds(self, made: str) -> bool:
        """Whether the `<b>` of `made`, an HTML form of the English, is in its place; every word counts by its place."""
        assert re.sub("</?b>", "", made) == self.english, (made, self.english)
        start, end = made.index("<b>"), made.index("</b>") - len("<b>")
        got = {(m.start(), m.group()) for m in _WORDS.finditer(self.english) if m.start() >= start and m.end() <= end}
        return set(self.inside) <= got <= set(self.inside) | set(self.also)


def cases(name: str = "html_placement") -> list[Case]:
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [_case(line) for line in lines if line and not line.startswith("#")]


def _case(line: str) -> Case:
    code, html, marked = line.split("\t")
    english, depth = "", []
    square = curly = 0
    for char in marked:
        square += {"[": 1, "]": -1}.get(char, 0)
        curly += {"{": 1, "}": -1}.get(char, 0)
        if char not in "[]{}":
            english += char
            depth.append("also" if curly else "inside" if square else "")
    words = [(m.start(), m.group()) for m in _WORDS.finditer(english)]
    return Case(
        code,
        html,
        english,
        tuple(w for w in words if depth[w[0]] == "inside"),
        tuple(w for w in words if depth[w[0]] == "also"),
    )
