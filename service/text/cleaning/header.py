"""What stands around an article and belongs in fields: stamps and the dateline, and the record of all that was found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from service.facts.dates import header_date_role, header_stamps
from service.facts.names import exonym
from service.text.cleaning.bylines import is_agency
from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import phrases, words_of

_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][^\n()–—:„“\"«»]{1,45}?)?\s*,?\s*"
    r"(?:\((?P<agency>[^()\n]{2,40})\)\s*(?P<mark>[-–—:.]{1,2}|\s)|(?P<dash>\s[–—-]{1,2}|—))\s+(?=\S)"
)
_LABEL = re.compile(r"^([^\W\d_]{5,40}):\s")
_TIGHT_YEAR = re.compile(r"(?<=\d),(?=(?:19|20)\d\d\b)")
"""`April 27,2009`: some scrapers lose the space."""
_ABBREVIATION = re.compile(r"^[^\W\d_]{2,5}(?:/[^\W\d_]{2,5})?$")
_UPPER_PLACE = re.compile(r"^[^\W\d_a-zæøåäöüß][^a-zæøåäöüß]{2,}$")
_DATELINE_ALONE = re.compile(
    r"^([^\W\d_a-zæøåäöüß][^a-zæøåäöüß\d()]{2,40}?)\s*(?:[–—-]|(?P<agency>\([^()\n]{2,40}\))\s*[–—:-]?)$"
)
_PLACE_STOP = re.compile(
    r"^(?P<place>[^\W\d_a-zæøåäöüß][\w'’-]{2,30}(?:[ /][^\W\d_a-zæøåäöüß][\w'’-]{2,30}){0,2})\.\s+(?=[^a-zæøåäöüß])"
)
_SITED = r"(?:\b(?:in|aus|nach|bei|i|ved|fra|frå|til|på|at|from|near)|,) {}\b"
"""What stands before a place: `in Neuenfelde`, `Sabine Krolling, Neuenfelde`."""
MIN_AFTER_PLACE = 6
"""Words of a paragraph behind `Wien.`, which is a dateline and no sentence of one word."""


@dataclass(slots=True)
class Header:
    """What was found; `None` where nothing was."""

    title: str | None = None
    outlet: str | None = None
    dateline: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    bylines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Blocks of an HTML page that the extractor did not take for the article."""
    labels: list[str] = field(default_factory=list)
    """Labels that captions had: `Bildetekst:`."""

    def add_byline(self, name: str) -> None:
        """Keep each once, in the order found."""
        name = name.strip(" \t,;:.|·•–—-/()[]©")
        if name and all(words_of(name) != words_of(known) for known in self.bylines):
            self.bylines.append(name)


def read_stamp(text: str, header: Header) -> bool:
    """Take a publication or update stamp into `header`; whether `text` is one. The first of each kind stays."""
    if len(text) > 200:
        return False
    text = _TIGHT_YEAR.sub(", ", text)
    if (label := _LABEL.match(text)) is not None and not _of_publication(label.group(1)):
        return False  # `Deadline: 3 May 2024` is the article's
    stamps = header_stamps(text)
    for stamp in stamps:
        if stamp.role == "updated":
            header.updated_at = header.updated_at or stamp.edtf
        else:
            header.published_at = header.published_at or stamp.edtf
    return bool(stamps) or header_date_role(text) is not None


def _of_publication(label: str) -> bool:
    """Whether a label speaks of when the text came out; one that is a byline's or a weekday's says nothing against it."""
    words, known = words_of(label).split(), phrases()
    whole = " ".join(words)
    if whole in known.published | known.updated or len(words) != 1:
        return True
    return any(word in known.byline or word in known.published | known.updated for word in words)


def is_bare_stamp(line: Line) -> bool:
    """A date with nothing else, or with a word of publication in front: a stamp even between paragraphs."""
    known = phrases()
    words = [token for token in line.tokens if not any(character.isdigit() for character in token)]
    return not line.sentence and (len(words) <= 2 or words[0] in known.published or words[0] in known.updated)


def take_dateline(text: str) -> tuple[str | None, str]:
    """The dateline a first paragraph begins with, and the rest: `OSLO (NTB) – …`, `Washington — …`, `BERLIN (dpa) - …`."""
    match = _DATELINE.match(text[:140])
    if match is None:
        return None, text
    place, agency, rest = (match.group("place") or "").strip(" ,."), match.group("agency"), text[match.end() :]
    first = rest.lstrip("\"'“”„«»‘’–—- ")[:1]
    if not first or first.islower() or len(place.split()) > 6:
        return None, text
    if agency is not None:
        named = (
            is_agency(agency)
            or _ABBREVIATION.match(agency)
            or agency.isupper()
            or any(map(is_agency, re.split(r"[\W_]+", agency)))
        )
        # In capitals, with a colon or a dash behind the bracket, it names a paper: SKOGLUND STADION (Sporten):
        named = bool(named) or (
            match.group("mark") != " " and _UPPER_PLACE.match(place) is not None and agency[0].isupper()
        )
        taken = named and (match.group("mark") != " " or _UPPER_PLACE.match(place))
        return (f"{place} ({agency})" if place else agency, rest) if taken else (None, text)
    return (place, rest) if _is_place(place, match.group("dash").strip()) else (None, text)


def take_place(text: str, whole: str) -> tuple[str | None, str]:
    """A place and a full stop before a first paragraph, and the rest: `Wien. Ein Klavierstimmer …`.

    The place is one that Tidings knows, or one that the article (`whole`, with its byline) has again as a place.
    """
    match = _PLACE_STOP.match(text[:140])
    if match is None or len(text[match.end() :].split()) < MIN_AFTER_PLACE:
        return None, text
    place, rest = match.group("place"), text[match.end() :]
    if any(words_of(word) in phrases().function_words for word in place.split()):
        return None, text
    elsewhere = whole.replace(text, rest)
    known = exonym(place, genitive=False) is not None or re.search(_SITED.format(re.escape(place)), elsewhere)
    return (place, rest) if known else (None, text)


def _is_place(text: str, dash: str) -> bool:
    """In capitals, or up to four capitalised words before a long dash, none of them a closed-class word."""
    if _UPPER_PLACE.match(text):
        return not phrases().lead_labels.fullmatch(words_of(text))
    words = [word for word in re.split(r"[\s/,-]+", text) if word]
    if phrases().lead_labels.fullmatch(words_of(text)):
        return False
    if not words or any(words_of(word) in phrases().function_words for word in words):
        return False
    return all(word[:1].isupper() for word in words) and len(words) <= 4 and dash != "-"


def dateline_alone(text: str) -> str | None:
    """The place of a dateline that has a line to itself, an agency with it: `WASHINGTON —`, `OSLO (NTB)`."""
    match = _DATELINE_ALONE.match(text)
    if match is None:
        return None
    agency = match.group("agency")
    if agency and not any(map(is_agency, [agency[1:-1], *re.split(r"[\W_]+", agency[1:-1])])):
        return None
    return f"{match.group(1)} {agency}" if agency else match.group(1)
