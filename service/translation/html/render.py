"""A unit's English with its elements -> HTML."""

from __future__ import annotations

from html import escape

from service.translation.html.place import Placed
from service.translation.html.units import BREAK


def render(english: str, placed: Placed) -> str:
    """The English with every element around its words; white space beside a point as the original had it."""
    return _inner(english, placed)


def _inner(english: str, parent: Placed) -> str:
    out = []
    place = parent.start
    for child in parent.children:
        out.append(_text(english[place : child.start]))
        out.append(_element(english, child))
        place = child.end
    return "".join([*out, _text(english[place : parent.end])])


def _element(english: str, child: Placed) -> str:
    node = child.node
    if node.copied and not node.point and child.start < child.end:
        return node.opening
    if node.point or node.copied:
        return _spaced(english, child)
    return node.opening + _inner(english, child) + node.closing


def _spaced(english: str, child: Placed) -> str:
    """A point, or a copied element that the English has no text for, with a space on each side that needs one."""
    node, at = child.node, child.start
    if node.name == "br":
        return node.opening
    lonely = node.copied and not node.point
    left = (node.before or lonely) and at > 0 and not english[at - 1].isspace()
    right = (node.after or lonely) and at < len(english) and not english[at].isspace()
    return " " * left + node.opening + " " * right


def _text(text: str) -> str:
    return escape(text.replace(BREAK, ""), quote=False).replace("\u00a0", "&nbsp;")
