"""Precision and recall of the conflicts that `service.events` lists for planted changes.

A planted conflict is found if one of the planted kind has both values on different sides. Every other conflict listed,
beside it, for a harmless change or for the untouched articles, is a false one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from service.domain import AgreedFact, Conflict
from service.events.agreement import find_agreed_facts
from service.events.conflicts import find_conflicts
from service.events.duplicates import find_duplicates, voices
from service.events.statements import read_statements
from service.events.when import find_when
from tests.events.builders import article, read
from tests.quality.conflicts.data import Change, Told, planted
from tests.quality.conflicts.data import read as read_events


@dataclass
class Report:
    """Counts by class of change, and the lines that say what failed."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    quiet: Counter[str] = field(default_factory=Counter)
    listed: int = 0
    false: int = 0
    agreed_wrongly: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the planted conflicts that are listed."""
        return self.found.total() / self.planted.total()

    @property
    def precision(self) -> float:
        """Share of the conflicts listed that were planted."""
        return (self.listed - self.false) / max(1, self.listed)

    @property
    def harmless_quiet(self) -> float:
        """Share of the harmless changes for which nothing is listed."""
        return self.quiet.total() / self.harmless.total()

    def line(self) -> str:
        """The figures."""
        return (
            f"recall {self.recall:.3f} ({self.found.total()} of {self.planted.total()}), precision {self.precision:.3f} "
            f"({self.listed - self.false} of {self.listed} listed), harmless left alone {self.harmless_quiet:.3f} "
            f"({self.quiet.total()} of {self.harmless.total()}), in agreed facts {len(self.agreed_wrongly)}"
        )


def compare(told: Sequence[Told]) -> tuple[tuple[Conflict, ...], tuple[AgreedFact, ...]]:
    """What is listed for these articles: conflicts and agreed facts."""
    members = read(*(article(t.key, t.text, title=t.title, outlet=t.outlet, published_at=t.published_at) for t in told))
    voice = voices(members, find_duplicates(members))
    statements = read_statements(members, voice)
    conflicts = find_conflicts(members, statements, find_when(members, voice).edtf)
    return conflicts, find_agreed_facts(statements, conflicts)


def shows(conflict: Conflict, change: Change) -> bool:
    """Whether it is the planted one: its kind, and one value on one side, the other on another."""
    one, two = (value.lower() for value in change.values)
    values = [side.value.lower() for side in conflict.sides]
    return conflict.kind.value == change.kind and any(
        one in a and two in b for a in values for b in values if a is not b
    )


def measure(half: str) -> Report:
    """The report of one half."""
    report = Report()
    for happening in read_events(half):
        _count_false(report, f"{happening.name} untouched", compare(happening.told)[0])
    for change, told in planted(half):
        conflicts, agreed = compare(told)
        name = f"{change.event} {change.key} {change.label}: {change.old!r} -> {change.new!r}"
        if not change.kind:
            report.harmless[change.label] += 1
            report.quiet[change.label] += not conflicts
            _count_false(report, name, conflicts)
            continue
        right = [conflict for conflict in conflicts if shows(conflict, change)]
        report.planted[change.label] += 1
        report.found[change.label] += bool(right)
        report.listed += len(right)
        if not right:
            report.failures.append(f"MISSED {name}")
        _count_false(report, name, [conflict for conflict in conflicts if conflict not in right])
        report.agreed_wrongly += [f"AGREED {name}: {fact.text}" for fact in agreed if change.new in fact.text]
    return report


def _count_false(report: Report, name: str, conflicts: Sequence[Conflict]) -> None:
    report.listed += len(conflicts)
    report.false += len(conflicts)
    for conflict in conflicts:
        sides = " / ".join(side.value for side in conflict.sides)
        report.failures.append(f"FALSE {name}: {conflict.kind.value} {conflict.about}: {sides}")
