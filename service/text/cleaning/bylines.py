"""Who wrote it: bylines beside the headline, contributors and agencies at the end."""

from __future__ import annotations

import re

from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import URL, after_words, phrases, words_of

_NAME = r"[^\W\d_a-zæøåäöüß][\w'’.-]*"
_PARTICLE = r"(?:von|van|de|der|den|di|da|del|la|le|af|zu|zur|bin|al|el|ten|ter|dos|Mc|O['’])"
_NAMES = re.compile(rf"^(?:{_NAME}|{_PARTICLE})(?:[\s-]+(?:{_NAME}|{_PARTICLE}|og|and|und|&|,)){{0,14}},?$")
_CREDIT_END = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*\.?$")
_CREDIT_TAIL = re.compile(r"[.!?”\"»]\s*[/©–—-]{1,2}\s*([\w/ -]{2,30})$")
_INITIALS = re.compile(r"^[a-zæøåäöü]{2,4}(?:/[a-zæøåäöü]{2,4}){0,3}$")
_EDITED = re.compile(r"^(?:edited by|red\.?|redigert av|bearbeitet von)\b", re.IGNORECASE)

MAX_BYLINE = 160


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
            rest = text[after_words(text, size) :].lstrip(" :,;.–—-|/")
            names = _names(rest)
            if names and (near or ":" in text[: len(text) - len(rest)]):
                return names
    return None


def is_name(text: str) -> bool:
    """Capitalised words and nothing else: a person's name, as far as looks go."""
    return _NAMES.match(text) is not None


def _names(text: str) -> str | None:
    """Names, with what pages hang on them (a place, a title, an agency) cut off; None if it reads like anything else."""
    text = URL.sub("", re.split(r"\s[|–—·•]\s|\d", text, maxsplit=1)[0]).strip(" ,;:.|·•–—-/")
    function = phrases().function_words
    words = text.split()
    while words and words[-1] in function:
        words.pop()
    pieces = re.split(r"\s*,\s*", " ".join(words))
    for count in range(len(pieces), 0, -1):
        candidate, rest = ", ".join(pieces[:count]), " ".join(pieces[count:])
        if (
            candidate[:1].isupper()
            and len(candidate.split()) <= 14
            and len(rest.split()) <= 3
            and _NAMES.match(candidate)
        ):
            return candidate
    return None


def _contributors(text: str) -> str:
    """The names in front of `contributed to this report`, or behind `unter Mitarbeit von`."""
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
        before = text[: len(text) - len(match.group(0))].rstrip()
        if is_agency(credit.strip("© ")) or (
            _is_credit(credit) and before.endswith((".", "!", "?", "”", "“", '"', "»"))
        ):
            return text[: len(text) - len(match.group(0))].rstrip(), credit.strip("© ")
    match = _CREDIT_TAIL.search(text[-50:])
    if match is not None and is_agency(match.group(1)):
        return text[: len(text) - len(match.group(0)) + 1].rstrip(), match.group(1).strip()
    return text, None


def is_credit_line(text: str) -> bool:
    """A line of its own that only names an agency: `(dpa)`, `/NTB/`, `dpa-infocom`."""
    bare = text.strip(" ()[]/©–—-.")
    return len(text) <= 60 and bool(bare) and (is_agency(bare) or (text[:1] in "([" and _is_credit(bare)))


def _is_credit(text: str) -> bool:
    bare = text.strip("© ")
    return is_agency(bare) or bool(_INITIALS.match(bare)) or bool(_EDITED.match(bare))


def is_agency(text: str) -> bool:
    """Starts with an agency's name, and the rest is agencies, initials or `edited by`."""
    agencies = phrases().agencies
    if text in agencies:
        return True
    parts = [part for part in re.split(r"\s*[/,;·|+&]\s*|\s+(?:und|og|and)\s+", text.strip("© ")) if part]
    if not parts or not any(part in agencies for part in parts):
        return False
    return all(
        part in agencies or _EDITED.match(part) or _INITIALS.match(part) or part.strip("© ") in agencies
        for part in parts
    )
