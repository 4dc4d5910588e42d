"""Whose page it is, and who wrote the article, where only a name stands there: told by what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.cleaning.bylines import is_name
from service.text.cleaning.header import Header
from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import phrases, words_of
from service.text.cleaning.titles import masthead

TOP = 8
"""Lines at the top of a page among which its name stands."""
BELOW_TITLE = 6
_OWNER = re.compile(r"(?:©|\(c\)|\bcopyright\b)\W*(?:(?:19|20)\d\d\W*)*([^.©|·•\d]{2,60})", re.IGNORECASE)
_COMPANY = re.compile(r"\s+(?:AS|ASA|AB|A/S|GmbH|AG|KG|Ltd|Inc|Media|Verlag)\b.*$")


def take_outlet(lines: Sequence[Line], header: Header) -> None:
    """A masthead at the top of a page; or a line there that the line of copyright names as well."""
    if header.outlet is not None:
        return
    owners = {
        words_of(_COMPANY.sub("", match.group(1)))
        for line in lines
        if line.rule in {"legal", "link_bar", "page_foot"} and (match := _OWNER.search(line.text[:300]))
    }
    for line in lines[:TOP]:
        if line.rule not in {None, "masthead"} or line.words > 5:
            continue
        if (name := masthead(line)) is not None or line.folded in owners:
            header.outlet = name or line.text.strip(" |·•–—-")
            line.rule = line.rule or "masthead"
            return


def take_lone_author(lines: Sequence[Line], header: Header, title: int) -> None:
    """A name alone under the headline, beside a stamp or a line that says what the person does: `Kari Lie` / `Journalist`."""
    if header.bylines:
        return
    for index in range(title + 1, min(title + BELOW_TITLE, len(lines))):
        line = lines[index]
        if not line.open or not 2 <= len(line.text.split()) <= 4 or line.terminal or not is_name(line.text):
            continue
        if any(token in phrases().function_words for token in line.tokens):
            continue
        beside = [lines[at] for at in (index - 1, index + 1) if title < at < len(lines)]
        if any(other.rule == "stamp" or other.folded in phrases().byline for other in beside):
            header.add_byline(line.text)
            line.rule = "byline"
            return
