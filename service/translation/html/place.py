"""Where the elements of a unit go in its English: around the words that stand for theirs, well-formed always.

From the outside in, siblings by how sure they are: each takes the run of free words that owes most to it. Elements never
cross, none is split or lost: one whose words another has taken goes inside that one, and one without words of its own
goes inside its like, or where it stood in the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.translation.html.points import Points
from service.translation.html.stretch import Piece, Stretch
from service.translation.html.units import Node, Unit

#: A word is inside where the element accounts for more than this share of it. On tests/translation/data/html_placement.tsv
#: 0.3 to 0.55 do equally well.
SHARE = 0.4
#: Below this what attention says of a word may be noise: it counts only where it is DISTINCT times what the next word has.
LEAST_MASS = 0.15
DISTINCT = 2.0
#: Elements that may not stand inside one of the same name.
_NOT_NESTED = frozenset(("a", "label"))


@dataclass(slots=True)
class Placed:
    """A node at characters [start, end) of the unit's English."""

    node: Node
    start: int
    end: int
    children: list[Placed] = field(default_factory=list)


def place(unit: Unit, english: str, pieces: Sequence[Piece]) -> Placed:
    """The unit's root with everything in it."""
    return _Placing(unit, english, pieces).root()


class _Placing:
    def __init__(self, unit: Unit, english: str, pieces: Sequence[Piece]) -> None:
        self._unit = unit
        self._stretch = Stretch(unit.text, english, pieces)
        self._points = Points(unit.text, english, pieces)

    def root(self) -> Placed:
        root = Placed(self._unit.root, 0, len(self._stretch.english))
        self._fill(root, self._unit.root.children)
        return root

    def _fill(self, parent: Placed, nodes: Sequence[Node]) -> None:
        """Place `nodes` inside `parent`, then what is in them."""
        elements = [n for n in nodes if not n.point]
        masses = {id(n): self._stretch.mass(n.start, n.end) for n in elements}
        order = {id(n): i for i, n in enumerate(nodes)}
        waiting: dict[int, list[Node]] = {}
        for node in sorted(elements, key=lambda n: (not n.copied, -max(masses[id(n)].values(), default=0.0), n.start)):
            self._element(parent, node, masses[id(node)], waiting)
        here = {id(p.node) for p in parent.children} | {id(n) for adopted in waiting.values() for n in adopted}
        self._bare(parent, [n for n in elements if id(n) not in here])
        for placed in list(parent.children):
            if not placed.node.copied:
                self._fill(placed, [*placed.node.children, *waiting.get(id(placed), ())])
        self._bare(parent, [n for n in nodes if n.point])
        parent.children.sort(key=lambda p: (p.start, p.end, order.get(id(p.node), len(order))))

    def _element(self, parent: Placed, node: Node, mass: dict[int, float], waiting: dict[int, list[Node]]) -> None:
        """Place an element around words, or let it wait for the sibling that it goes into; else leave it for `_bare`."""
        taken = [(p.start, p.end) for p in parent.children]
        bounds = (parent.start, parent.end)
        if node.copied:
            found = self._stretch.copy_of(node, bounds, taken)
            if found:
                parent.children.append(Placed(node, *found))
            return
        free = self._stretch.free(mass, bounds, taken)
        best = max((mass[i] for i in free), default=0.0)
        known = best >= LEAST_MASS or _distinct(list(mass.values()))
        host = self._host(parent, node, mass, best) if known else _like(parent, node)
        if host is not None and best < SHARE:
            waiting.setdefault(id(host), []).append(node)
            return
        chosen = self._stretch.choose(node, mass if known else None, free, SHARE)
        if chosen is not None:
            parent.children.append(Placed(node, *self._stretch.widened(node, chosen, bounds, taken)))

    def _bare(self, parent: Placed, nodes: Sequence[Node]) -> None:
        """Nodes without words in English, outside all that has words."""
        taken = [(p.start, p.end) for p in parent.children]
        for node in nodes:
            at = self._points.place(node, parent.node, (parent.start, parent.end), taken)
            parent.children.append(Placed(node, at, at))

    def _host(self, parent: Placed, node: Node, mass: dict[int, float], best: float) -> Placed | None:
        """The sibling that has taken the word which owes most to `node`, where that is more than any free one owes."""
        words = self._stretch.words
        inside = [i for i in sorted(mass) if words[i][0] >= parent.start and words[i][1] <= parent.end]
        if not inside:
            return None
        strongest = max(inside, key=lambda i: mass[i])
        if mass[strongest] <= best:
            return None
        for sibling in parent.children:
            same = sibling.node.name == node.name and node.name in _NOT_NESTED
            if sibling.start <= words[strongest][0] < sibling.end and not same and not sibling.node.copied:
                return sibling
        return None


def _distinct(mass: Sequence[float]) -> bool:
    """Whether one word stands out, though little is known of it."""
    first, second = sorted([0.0, 0.0, *mass])[-1:-3:-1]
    return first > 0 and first >= DISTINCT * second


def _like(parent: Placed, node: Node) -> Placed | None:
    """A sibling with the same start tag, for an element without words of its own: the second half of `nimmt … an`."""
    if node.name in _NOT_NESTED:
        return None
    return next((p for p in parent.children if p.node.opening == node.opening and not p.node.copied), None)
