"""What a check of a translation looks at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from service.facts.dates import DateFact, find_dates
from service.facts.names import NameFact
from service.facts.names_document import KnownName, names_in
from service.facts.numbers import NumberFact, find_numbers
from service.facts.units import UnitFact, converts, find_units

TARGET = "en"
#: Quantities of a segment that are looked at for conversions; a table has more, and is compared value by value.
MOST = 40


@dataclass(frozen=True)
class SegmentPair:
    """A segment and its English translation.

    `language_code` is the original's. `score` is the mean log probability a token, `floor` the score below which the
    model is usually wrong, `hit_limit` whether decoding stopped at its length bound. `anchor` is the EDTF day of
    publication, where known. `names` are the lone names in the original that its document knows.
    """

    original: str
    text: str
    language_code: str
    score: float | None = None
    hit_limit: bool = False
    floor: float | None = None
    anchor: str | None = None
    names: tuple[KnownName, ...] = ()

    @cached_property
    def source_names(self) -> tuple[NameFact, ...]:
        """Names of the original, with those that only the rest of its document tells to be names."""
        return names_in(self.original, self.language_code, self.names)

    @cached_property
    def source_numbers(self) -> tuple[NumberFact, ...]:
        """Numbers of the original."""
        return find_numbers(self.original, self.language_code)

    @cached_property
    def output_numbers(self) -> tuple[NumberFact, ...]:
        """Numbers of the translation."""
        return find_numbers(self.text, TARGET)

    @cached_property
    def source_dates(self) -> tuple[DateFact, ...]:
        """Dates of the original that need no anchor."""
        return find_dates(self.original, self.language_code)

    @cached_property
    def output_dates(self) -> tuple[DateFact, ...]:
        """Dates of the translation that need no anchor."""
        return find_dates(self.text, TARGET)

    @cached_property
    def source_units(self) -> tuple[UnitFact, ...]:
        """Quantities of the original."""
        return find_units(self.original, self.language_code)

    @cached_property
    def conversions(self) -> tuple[tuple[UnitFact, UnitFact], ...]:
        """Quantities of the original that the translation gives in another unit: (5 km, 3 miles)."""
        said = {(abs(fact.value), fact.unit) for fact in self.source_units}
        new = [fact for fact in self.output_units if (abs(fact.value), fact.unit) not in said]
        return tuple(
            (source, output) for output in new for source in self.source_units[:MOST] if converts(source, output)
        )

    @cached_property
    def output_units(self) -> tuple[UnitFact, ...]:
        """Quantities of the translation."""
        return find_units(self.text, TARGET)
