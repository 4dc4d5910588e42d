"""Where things without text go in a unit's English: pictures, line breaks, footnote marks, comments, anchors."""

from __future__ import annotations

from collections.abc import Sequence

from service.translation.html.stretch import Piece
from service.translation.html.units import BREAK, Node
from service.translation.html.weights import Span


class Points:
    """Places points by their neighbours: what is glued to a word stays with it, the rest stands before the next word."""

    def __init__(self, text: str, english: str, pieces: Sequence[Piece]) -> None:
        self._text = text
        self._english = english
        self._pieces = pieces
        self._breaks = [i for i, c in enumerate(english) if c == BREAK]

    def place(self, node: Node, parent: Node, bounds: Span, taken: Sequence[Span]) -> int:
        """A place within `bounds` and inside none of `taken`."""
        place = min(max(self._wanted(node, parent, bounds), bounds[0]), bounds[1])
        for start, end in taken:
            if start < place < end:
                return start if place - start < end - place else end
        return place

    def _wanted(self, node: Node, parent: Node, bounds: Span) -> int:
        at = node.start
        if node.name == "br" and self._text[at : at + 1] == BREAK:
            return self._breaks[self._text.count(BREAK, 0, at)]
        if not self._text[parent.start : at].strip():
            return bounds[0]
        if not self._text[node.end : parent.end].strip():
            return bounds[1]
        glued = not node.before
        for number, piece in enumerate(self._pieces):
            if at < piece.source_start or (at == piece.source_start and glued and number):
                break
        else:
            number = len(self._pieces)
        piece = self._pieces[max(0, number - 1)]
        if at >= piece.source_end and not glued and number < len(self._pieces):
            return self._pieces[number].target_start
        return piece.target_start + _within(piece, at - piece.source_start, node)


def _within(piece: Piece, at: int, node: Node) -> int:
    """The place in a segment's English for the place `at` of its original."""
    pair = piece.pair
    before = [j for j, (_, end) in enumerate(pair.source_words) if end <= at]
    after = [j for j, (start, _) in enumerate(pair.source_words) if start >= at]
    if not before:
        return 0
    if not after:
        return len(pair.text)
    if node.name == "br":
        return _by_place(pair.text, at / len(pair.original))
    if not node.before:
        word = next((j for j in reversed(before) if _says(pair.original, pair.source_words[j])), None)
        target = pair.strongest(word) if word is not None else None
        if target is not None:
            end = pair.target_words[target][1]
            mark = pair.original[at - 1 : at]
            return end + 1 if mark and not mark.isalnum() and pair.text[end : end + 1] == mark else end
    word = next((j for j in after if _says(pair.original, pair.source_words[j])), None)
    target = pair.strongest(word) if word is not None else None
    if target is not None:
        return pair.target_words[target][0]
    return _by_place(pair.text, at / max(1, len(pair.original)))


def _says(text: str, span: Span) -> bool:
    return any(c.isalnum() for c in text[span[0] : span[1]])


def _by_place(text: str, part: float) -> int:
    """The end of the word, but the last, nearest to that part (0..1) of the text."""
    ends = [i for i, char in enumerate(text) if char.isspace()]
    return min(ends, key=lambda end: abs(end - part * len(text)), default=0)
