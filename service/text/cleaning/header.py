"""What stands around an article and belongs in fields: title, bylines, stamps, dateline, agency credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import URL, any_of, phrases, words_of

_NAME = r"[^\W\d_a-zæøåäöüß][\w'’.-]*"
_PARTICLE = r"(?:von|van|de|der|den|di|da|del|la|le|af|zu|zur|bin|al|el|ten|ter|dos|Mc|O['’])"
_NAMES = re.compile(rf"^(?:{_NAME}|{_PARTICLE})(?:[\s-]+(?:{_NAME}|{_PARTICLE}|og|and|und|&|,)){{0,14}},?$")
_CREDIT_END = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*\.?$")
_CREDIT_TAIL = re.compile(r"[.!?”\"»]\s*[/©–—-]{1,2}\s*([\w/ -]{2,30})$")
_CREDIT_TOKEN = re.compile(r"[/,;·|+&\s]+|\bund\b|\bog\b|\band\b|-(?=[A-Z])")
_INITIALS = re.compile(r"^[a-zæøåäöü]{2,4}(?:/[a-zæøåäöü]{2,4}){0,3}$")
_EDITED = re.compile(r"^(?:edited by|red\.?|redigert av|bearbeitet von)\b", re.IGNORECASE)
_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][^\n()–—:„“\"«»]{1,45}?)?\s*,?\s*"
    r"(?:\((?P<agency>[^()\n]{2,40})\)\s*(?P<mark>[-–—:.]{1,2}|\s)|(?P<dash>\s[–—-]{1,2}|—))\s+(?=\S)"
)
_UPPER_PLACE = re.compile(r"^[^\W\d_a-zæøåäöüß][^a-zæøåäöüß]{2,}$")
_OUTLET_TAIL = re.compile(r"^(.{12,250}?)\s+[|•·]\s+([^|•·]{2,40})$")
_OUTLET_DASH = re.compile(r"^(.{12,250})\s[–—-]\s([^–—|]{2,40})$")
_LABEL_TAIL = re.compile(r"\s[-–—|»›]$")
_WORD = re.compile(r"[^\W\d_]{3,}")

MAX_BYLINE = 160


@dataclass(slots=True)
class Header:
    """What was found; `None` where nothing was."""

    title: str | None = None
    outlet: str | None = None
    dateline: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    bylines: list[str] = field(default_factory=list)

    def add_byline(self, name: str) -> None:
        """Keep each once, in the order found."""
        name = name.strip(" \t,;:.|·•–—-/()[]")
        if name and all(words_of(name) != words_of(known) for known in self.bylines):
            self.bylines.append(name)


def same_title(a: str, b: str) -> bool:
    """The same headline, whatever the case, the punctuation and an outlet's name behind it."""
    left, right = words_of(a), words_of(b)
    if not left or not right:
        return False
    return left == right or words_of(split_outlet(a)[0]) == right or words_of(split_outlet(b)[0]) == left


def split_outlet(title: str) -> tuple[str, str | None]:
    """`Headline | Outlet` -> both. A dash is no proof: `Headline - Outlet` stays whole."""
    match = _OUTLET_TAIL.match(title)
    if match is None or len(match.group(1).split()) < 3 or len(match.group(2).split()) > 5:
        return title, None
    return match.group(1).strip(), match.group(2).strip()


def without_outlet(title: str, outlet: str | None) -> str:
    """The headline without ` | Outlet` or ` - Outlet` behind it, if that is the outlet's name."""
    match = _OUTLET_TAIL.match(title) or _OUTLET_DASH.match(title)
    if match is None or outlet is None or words_of(match.group(2)) != words_of(outlet):
        return split_outlet(title)[0]
    return match.group(1).strip()


def is_section_label(line: Line) -> bool:
    """`MainNews -`: a label by the dash it ends with."""
    return line.words <= 4 and bool(_LABEL_TAIL.search(line.text))


def choose_title(lines: Sequence[Line], body_start: int, *, first: int = 0) -> int | None:
    """The index of the headline among `lines`, or None: the line whose words the body uses, that is repeated, that stands near.

    `body_start` is the first line that reads like prose; candidates stand between `first` and shortly after it.
    """
    body = [line for line in lines[body_start : body_start + 14] if line.sentence]
    stems = {stem for line in body for stem in _stems(line.text[:1500])}
    seen: dict[str, int] = {}
    for line in lines[first : body_start + 8]:
        seen[line.key] = seen.get(line.key, 0) + 1
    best, best_score = None, 0.0
    scores: dict[int, float] = {}
    for index in range(first, min(len(lines), body_start + 5)):
        line = lines[index]
        if not line.open or not line.headline or line.hint is not None and index != first or is_section_label(line):
            continue
        if index > body_start and seen[line.key] < 2:
            continue
        words = _stems(split_outlet(line.text)[0])
        overlap = len(words & stems) / len(words) if words else 0.0
        score = 2 * overlap * min(1.0, line.words / 5) + 0.08 * min(line.words, 10)
        score += 0.9 if seen[line.key] > 1 and line.words >= 3 else 0.0
        score += 0.5 if index == first else 0.0
        score -= 0.04 * max(0, body_start - index)
        scores[index] = score
        if score > best_score:
            best, best_score = index, score
    if best is None:
        return None
    for index in range(max(first, best - 4), best):  # a headline stands above its standfirst
        if lines[index].words >= 5 and scores.get(index, 0.0) >= best_score - 0.6:
            return index
    return best


def _stems(text: str) -> set[str]:
    """The first five letters of the words that carry meaning: enough to meet an inflected form."""
    function = phrases().function_words
    return {word[:5] for word in (match.casefold() for match in _WORD.findall(text)) if word not in function}


def overlap(headline: str, lines: Sequence[Line]) -> float:
    """The share of the headline's words, 0..1, that occur in `lines`."""
    words = _stems(headline)
    found = {stem for line in lines for stem in _stems(line.text[:2000])}
    return len(words & found) / len(words) if words else 0.0


def read_stamp(text: str, header: Header) -> bool:
    """Take a publication or update stamp into `header`; whether `text` is one. The first of each kind stays."""
    # facts is above text; a stamp is read there and only here is it needed below, so this import stays inside.
    from service.facts.dates import header_date_role, header_stamps  # noqa: PLC0415

    if len(text) > 200:
        return False
    stamps = header_stamps(text)
    for stamp in stamps:
        if stamp.role == "updated":
            header.updated_at = header.updated_at or stamp.edtf
        else:
            header.published_at = header.published_at or stamp.edtf
    return bool(stamps) or header_date_role(text) is not None


def byline_of(line: Line, *, near: bool) -> str | None:
    """The name a byline gives, or None. `near`: it stands beside the headline or at the article's end."""
    text = line.text
    if len(text) > 400 or line.hint is not None:
        return None
    known = phrases()
    if known.byline_sentence.search(line.folded) and line.words <= 60:
        return _contributors(text)
    if len(text) > MAX_BYLINE or not line.tokens:
        return None
    for size in (3, 2, 1):
        prefix = " ".join(line.tokens[:size])
        if prefix in known.byline:
            rest = re.sub(r"^(?:\W*\w+){%d}\W*" % size, "", text, count=1)
            names = _names(rest)
            if names and (near or ":" in text[: len(text) - len(rest)]):
                return names
    return None


def _names(text: str) -> str | None:
    """Names, with what pages hang on them (a place, a title, an agency) cut off; None if it reads like anything else."""
    text = URL.sub("", re.split(r"\s[|–—·•]\s|\d", text, maxsplit=1)[0]).strip(" ,;:.|·•–—-")
    pieces = re.split(r"\s*,\s*", text)
    for count in range(len(pieces), 0, -1):
        candidate = ", ".join(pieces[:count])
        if 0 < len(candidate.split()) <= 14 and _NAMES.match(candidate + ("" if count < 2 else "")) is not None:
            return candidate
    return None


def _contributors(text: str) -> str:
    """The names in front of `contributed to this report`, or behind `unter Mitarbeit von`."""
    pattern = any_of(())
    pattern = phrases().byline_sentence
    words = list(re.finditer(r"\w[\w'’.-]*", text))
    folded = [words_of(word.group()) for word in words]
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if end - start <= 8 and pattern.fullmatch(" ".join(folded[start:end])):
                before = text[: words[start].start()].strip(" ,:;–—-(")
                after = text[words[end - 1].end() :].strip(" ,:;.–—-)")
                names = before if len(before) >= len(after) else after
                return re.sub(r"\s+(?:has|have|had|har|hat|haben)$", "", names) or text
    return text


def take_credit(text: str) -> tuple[str, str | None]:
    """A paragraph without the agency or initials it ends with, and those: `… (dpa/edited by jst)`, `… (©NTB)`."""
    match = _CREDIT_END.search(text[-90:])
    if match is not None:
        credit = match.group(1).strip()
        if _is_credit(credit):
            return text[: len(text) - len(match.group(0))].rstrip(), credit.strip("© ")
    match = _CREDIT_TAIL.search(text[-50:])
    if match is not None and _is_agency(match.group(1)):
        return text[: len(text) - len(match.group(0)) + 1].rstrip(), match.group(1).strip()
    return text, None


def is_credit_line(text: str) -> bool:
    """A line of its own that only names an agency: `(dpa)`, `/NTB/`, `dpa-infocom`."""
    bare = text.strip(" ()[]/©–—-.")
    return len(text) <= 60 and bool(bare) and (_is_agency(bare) or (text[:1] in "([" and _is_credit(bare)))


def _is_credit(text: str) -> bool:
    bare = text.strip("© ")
    return _is_agency(bare) or bool(_INITIALS.match(bare)) or bool(_EDITED.match(bare))


def _is_agency(text: str) -> bool:
    """Starts with an agency's name, and the rest is agencies, initials or `edited by`."""
    agencies = phrases().agencies
    if text in agencies:
        return True
    parts = [part for part in re.split(r"\s*[/,;·|+&]\s*|\s+(?:und|og|and)\s+", text.strip("© ")) if part]
    if not parts or not any(part in agencies for part in parts):
        return False
    return all(
        part in agencies or _EDITED.match(part) or _INITIALS.match(part) or part.strip("© ") in agencies for part in parts
    )


def take_dateline(text: str) -> tuple[str | None, str]:
    """The dateline a first paragraph begins with, and the rest: `OSLO (NTB) – …`, `Washington — …`, `BERLIN (dpa) - …`."""
    match = _DATELINE.match(text[:140])
    if match is None:
        return None, text
    place = (match.group("place") or "").strip(" ,.")
    agency = match.group("agency")
    rest = text[match.end() :]
    first = rest.lstrip("\"'“”„«»‘’–—- ")[:1]
    if not first or first.islower() or len(place.split()) > 6:
        return None, text
    if agency is not None:
        named = _is_agency(agency) or agency.isupper() or any(part in phrases().agencies for part in re.split(r"[\W_]+", agency))
        if not named or (match.group("mark") == " " and not _UPPER_PLACE.match(place)):
            return None, text
        return (f"{place} ({agency})" if place else agency), rest
    if not place:
        return None, text
    names = [word for word in re.split(r"[\s/,-]+", place) if word]
    proper = all(word[:1].isupper() for word in names) and len(names) <= 4
    spaced_hyphen = match.group("dash").strip() == "-"
    if _UPPER_PLACE.match(place) or (proper and not spaced_hyphen and not place.casefold().endswith("s’")):
        function = phrases().function_words
        if not any(words_of(word) in function for word in names):
            return place, rest
    return None, text
