"""How much of what was planted the checks see, and how much of what they say is true."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.checks import SegmentPair, check_segment
from tests.quality.injection.kinds import Pair, Planted
from tests.quality.injection.plant import kinds, plant


@dataclass(frozen=True)
class Row:
    """One kind or variant: `n` planted; shares 0..1; `false_per_1000`: good pairs that raise the kind's own flag."""

    name: str
    n: int
    recall: float
    any_flag: float
    false_per_1000: float

    @property
    def precision(self) -> float:
        """Of as many planted as good pairs, the share of the flagged that were planted."""
        false = self.false_per_1000 / 1000
        return self.recall / (self.recall + false) if self.recall + false else 0.0


@lru_cache(maxsize=4096)
def flagged(pair: Pair, output: str) -> dict[str, str]:
    """Code -> detail of what the checks say of this output."""
    found = check_segment(SegmentPair(pair.source, output, pair.language_code))
    return {flag.code.value: flag.detail for flag in found}


def seen(planted: Planted) -> tuple[bool, bool]:
    """Whether a right flag, and whether any flag, was raised that the good pair does not raise in the same words."""
    before, after = flagged(planted.good, planted.good.english), flagged(planted.good, planted.output)
    new = {code for code, detail in after.items() if before.get(code) != detail}
    return bool(new & planted.right), bool(new)


def measure(pairs: Sequence[Pair], count: int, *, only: Iterable[str] = (), seed: int = 4) -> dict[str, list[Row]]:
    """Kind -> its row and the rows of its variants. `count`: failures of each kind, where the pairs have so many."""
    false = Counter(code for pair in pairs for code in flagged(pair, pair.english))
    chosen = tuple(only) or kinds()
    return {
        kind: _rows(kind, plant(pairs, kind, count, seed), 1000 * false[kind.split()[0]] / len(pairs))
        for kind in chosen
    }


def _rows(kind: str, failures: Sequence[Planted], false_per_1000: float) -> list[Row]:
    groups: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for failure in failures:
        result = seen(failure)
        groups[kind].append(result)
        groups[f"  {failure.variant}"].append(result)
    return [
        Row(
            name,
            len(results),
            sum(right for right, _ in results) / len(results),
            sum(any_ for _, any_ in results) / len(results),
            false_per_1000,
        )
        for name, results in groups.items()
    ]


def table(rows: dict[str, list[Row]], *, variants: bool = False) -> str:
    """The rows as text, aligned."""
    lines = [f"{'kind':28} {'n':>4} {'recall':>7} {'any flag':>9} {'precision':>10} {'false/1000':>11}"]
    for group in rows.values():
        for row in group if variants else group[:1]:
            own = "" if row.name.startswith(" ") else f"{row.precision:10.3f} {row.false_per_1000:11.1f}"
            lines.append(f"{row.name:28} {row.n:4} {row.recall:7.3f} {row.any_flag:9.3f} {own}".rstrip())
    return "\n".join(lines)
