"""The words of a unit's English, and which run of them an element should hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.translation.html.units import BREAK, Node
from service.translation.html.weights import Pair, Span

_CLASSES = ("\"'“”‘’«»„‚‹›", ".!?…", "()[]{}", ",;:", "%‰", "$€£¥")


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of a unit: where it begins in the unit's text and in its English, and its words."""

    source_start: int
    target_start: int
    pair: Pair

    @property
    def source_end(self) -> int:
        """After its last character in the unit's text."""
        return self.source_start + len(self.pair.original)

    @property
    def target_end(self) -> int:
        """After its last character in the unit's English."""
        return self.target_start + len(self.pair.text)


class Stretch:
    """`words`: characters [start, end) of each word of the English, marks left out, over all segments."""

    def __init__(self, text: str, english: str, pieces: Sequence[Piece]) -> None:
        self.text = text
        self.english = english
        self.words: list[Span] = []
        self._pieces = pieces
        self._of: list[int] = []  # its piece
        self._words_of: list[list[tuple[int, int]]] = [[] for _ in pieces]  # number here and there
        for number, piece in enumerate(pieces):
            for i, (start, end) in enumerate(piece.pair.target_words):
                if any(c.isalnum() for c in piece.pair.text[start:end]):
                    self.words.append((start + piece.target_start, end + piece.target_start))
                    self._words_of[number].append((len(self._of), i))
                    self._of.append(number)

    def mass(self, start: int, end: int) -> dict[int, float]:
        """For each word of the segments that characters [start, end) of the text are in, the share they account for."""
        out: dict[int, float] = {}
        for number, piece in enumerate(self._pieces):
            first, last = max(start, piece.source_start), min(end, piece.source_end)
            if first >= last:
                continue
            whole = self._holds_all(piece, first, last)
            shares = [] if whole else piece.pair.mass(first - piece.source_start, last - piece.source_start)
            out.update({word: 1.0 if whole else shares[i] for word, i in self._words_of[number]})
        return out

    def _holds_all(self, piece: Piece, first: int, last: int) -> bool:
        outside = self.text[piece.source_start : first] + self.text[last : piece.source_end]
        return not any(c.isalnum() for c in outside)

    def free(self, words: Iterable[int], bounds: Span, taken: Sequence[Span]) -> list[int]:
        """Those of `words` that are within `bounds` and lie in none of `taken`."""
        return [
            i
            for i in sorted(words)
            for start, end in (self.words[i],)
            if start >= bounds[0] and end <= bounds[1] and not any(start < b and a < end for a, b in taken)
        ]

    def choose(
        self, node: Node, mass: Mapping[int, float] | None, free: Sequence[int], share: float
    ) -> tuple[int, int] | None:
        """First and last word of the best run of `free`; without a mass, the word at the same place in the sentence."""
        if not free:
            return None
        if mass is None:
            wanted = self._by_place(node)
            nearest = min(free, key=lambda i: (abs(i - wanted), i))
            return nearest, nearest
        best: tuple[float, int, int] | None = None
        for run in _runs(free):
            found = self._in_run(run, mass, share)
            if found and (best is None or found[0] > best[0]):
                best = found
        if best is None:
            strongest = max(free, key=lambda i: (mass[i], -i))
            return strongest, strongest
        return best[1], best[2]

    def _in_run(self, run: Sequence[int], mass: Mapping[int, float], share: float) -> tuple[float, int, int] | None:
        """The hull of the best stretch of each segment, where there is one that gains."""
        found = []
        for number in dict.fromkeys(self._of[i] for i in run):
            best = _heaviest([i for i in run if self._of[i] == number], mass, share)
            if best[0] > 0:
                found.append(best)
        if not found:
            return None
        return sum(f[0] for f in found), found[0][1], found[-1][2]

    def _by_place(self, node: Node) -> int:
        piece = next((n for n, p in enumerate(self._pieces) if p.source_end > node.start), len(self._pieces) - 1)
        words = [word for word, _ in self._words_of[piece]]
        if not words:
            return 0
        here = self._pieces[piece]
        part = (node.start - here.source_start) / max(1, len(here.pair.original))
        return words[min(len(words) - 1, max(0, round(part * len(words))))]

    def widened(self, node: Node, chosen: tuple[int, int], bounds: Span, taken: Sequence[Span]) -> Span:
        """Characters from the first word to the last, with the marks at either side that the element held too."""
        start, end = self.words[chosen[0]][0], self.words[chosen[1]][1]
        low = max([bounds[0], *(b for _, b in taken if b <= start)])
        high = min([bounds[1], *(a for a, _ in taken if a >= end)])
        first, last = self.text[node.start], self.text[node.end - 1]
        left = start
        while left > low and _is_mark(self.english[left - 1]):
            left -= 1
        right = end
        while right < high and _is_mark(self.english[right]):
            right += 1
        marks = self.english[left:start]
        kept = next((i for i, c in enumerate(marks) if _alike(c, first)), None) if _is_mark(first) else None
        if kept is not None:
            start = left + kept
        marks = self.english[end:right]
        kept = (
            next((i for i in range(len(marks) - 1, -1, -1) if _alike(marks[i], last)), None) if _is_mark(last) else None
        )
        if kept is not None:
            end += kept + 1
        return self._whole(node, chosen, (start, end), (low, high))

    def _whole(self, node: Node, chosen: tuple[int, int], span: Span, limits: Span) -> Span:
        """An element from the first character of a segment, or to the last, does so in English too."""
        start, end = span
        first, last = self._pieces[self._of[chosen[0]]], self._pieces[self._of[chosen[1]]]
        if node.start <= first.source_start and not any(c.isalnum() for c in self.english[first.target_start : start]):
            start = max(limits[0], min(start, first.target_start))
        if node.end >= last.source_end and not any(c.isalnum() for c in self.english[end : last.target_end]):
            end = min(limits[1], max(end, last.target_end))
        return start, end

    def copy_of(self, node: Node, bounds: Span, taken: Sequence[Span]) -> Span | None:
        """Where the English has the text of a copied element as it stood; None where it hasn't."""
        wanted = self.text[node.start : node.end]
        for piece in self._pieces:
            if not piece.source_start <= node.start < piece.source_end:
                continue
            at = self.english.find(wanted, max(bounds[0], piece.target_start))
            while at >= 0 and at + len(wanted) <= min(bounds[1], piece.target_end):
                if not any(at < b and a < at + len(wanted) for a, b in taken):
                    return at, at + len(wanted)
                at = self.english.find(wanted, at + 1)
        return None


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    out: list[list[int]] = []
    for number in numbers:
        if out and out[-1][-1] == number - 1:
            out[-1].append(number)
        else:
            out.append([number])
    return out


def _heaviest(run: Sequence[int], mass: Mapping[int, float], share: float) -> tuple[float, int, int]:
    """The sub-run with the greatest sum of (mass - share), the shortest of several (Kadane)."""
    best = (float("-inf"), run[0], run[0])
    total, start = 0.0, run[0]
    for i in run:
        if total <= 0:
            total, start = 0.0, i
        total += mass[i] - share
        if total > best[0] + 1e-9:
            best = (total, start, i)
    return best


def _is_mark(char: str) -> bool:
    return not char.isalnum() and not char.isspace() and char != BREAK


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in marks and other in marks for marks in _CLASSES)
