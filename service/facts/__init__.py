"""What can be compared across languages: numbers, dates, units, names, quotations, negation, hedges, words.

Pure functions over one text: `find_*(text, language_code)` returns facts with character offsets [start, end),
in the order of the text, never overlapping. A language's own words are data in `service/languages/<code>.toml`
(tables [dates], [names], [facts]); what belongs to no one language is in `service/languages/shared/`. Linear in
the length of the text, deterministic, no model. May import `service.languages`, `service.domain`, `service.errors`.
"""

from service.facts.dates import (
    DateFact,
    HeaderStamp,
    compatible,
    edtf_bounds,
    edtf_key,
    find_dates,
    header_date_role,
    header_stamps,
    is_valid_edtf,
    parse_header_date,
)
from service.facts.names import (
    NameFact,
    demonym_country,
    exonym,
    find_names,
    name_key,
    organization,
    same_name,
)
from service.facts.quotations import Quotation, find_quotations
from service.facts.spans import Span

__all__ = [
    "DateFact",
    "HeaderStamp",
    "NameFact",
    "Quotation",
    "Span",
    "compatible",
    "demonym_country",
    "edtf_bounds",
    "edtf_key",
    "exonym",
    "find_dates",
    "find_names",
    "find_quotations",
    "header_date_role",
    "header_stamps",
    "is_valid_edtf",
    "name_key",
    "organization",
    "parse_header_date",
    "same_name",
]
