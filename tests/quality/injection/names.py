"""Failures of names: replaced, gone, misspelled, two changing places."""

from __future__ import annotations

import random
import re

from tests.quality.injection.kinds import Others, Pair, variant

_PEOPLE = ("Oskar Brandt", "Lena Hartvig", "Tomas Wick", "Ruth Calder", "Ivar Moen")
_FAMILY = ("Brandt", "Hartvig", "Calder", "Moen", "Winkler")
_NOT_NAMES = frozenset(
    {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February",
        "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        "The", "This", "That", "These", "Those", "There", "Then", "They", "A", "An", "And", "But", "In", "On",
        "At", "For", "From", "Of", "To", "With", "It", "Its", "I", "He", "She", "We", "You", "His", "Her",
        "Our", "Their", "My", "If", "When", "While", "As", "By", "After", "Before", "Since", "Until", "Not",
        "No", "Yes", "So", "Or", "All", "Both", "More", "Most", "What", "Who", "Why", "How", "Where", "English",
        "German", "Norwegian",
    }
)  # fmt: skip
_COUNTRIES = {
    "Germany": "Portugal", "Norway": "Hungary", "Sweden": "Bulgaria", "Denmark": "Romania", "France": "Argentina",
    "Italy": "Mexico", "Spain": "Canada", "Poland": "Japan", "Austria": "Brazil", "Switzerland": "Chile",
    "Russia": "Kenya", "Ukraine": "Peru", "China": "Turkey", "Iran": "Greece", "Iraq": "Finland", "Israel": "Cuba",
    "Turkey": "Ireland", "Greece": "Egypt", "Finland": "Vietnam", "Iceland": "Morocco", "Syria": "Belgium",
    "Japan": "Poland", "India": "Iceland", "Brazil": "Austria", "Canada": "Spain", "Mexico": "Italy",
    "Britain": "Algeria", "England": "Algeria", "Scotland": "Cuba", "Ireland": "Nepal", "Wales": "Albania",
    "Australia": "Lithuania", "Vienna": "Lisbon", "Munich": "Budapest", "Cologne": "Warsaw", "Copenhagen": "Prague",
    "Moscow": "Cairo", "Brussels": "Athens", "Rome": "Dublin", "Paris": "Madrid", "London": "Helsinki",
}  # fmt: skip
_PLACE = re.compile(rf"(?<![A-Z]\w )(?<!-)\b(?:{'|'.join(_COUNTRIES)})\b(?![-’']| [A-Z])")
_RUN = re.compile(
    r"(?<![.!?:\"“‘'] )(?<!^)(?<![\"“‘'\w-])[A-ZÆØÅÄÖÜ][a-zæøåäöüßé]{2,}(?:[ -][A-ZÆØÅÄÖÜ][a-zæøåäöüßé]{2,})*"
)


def _kept(pair: Pair) -> list[re.Match[str]]:
    """Runs of capitals inside the English sentence that the source writes just so: surely names."""
    found = []
    for match in _RUN.finditer(pair.english):
        words = match.group().replace("-", " ").split()
        spelled = re.search(rf"(?<!\w){re.escape(match.group())}(?!\w)", pair.source)
        if match.start() and spelled and not any(word in _NOT_NAMES for word in words):
            found.append(match)
    return found


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _person_like(pair: Pair) -> list[re.Match[str]]:
    """Two or three words together, none of them a place's or a body's by its last word."""
    bodies = (
        r"(?:Street|County|University|Council|Times|Post|Bank|League|Cup|Park|Party|Club|House|Group|City|Island|News)"
    )
    return [m for m in _kept(pair) if " " in m.group() and not re.search(rf"\b{bodies}$", m.group())]


@variant("NAME", "full name replaced")
def replaced(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Somebody else did it."""
    found = _person_like(pair)
    return _put(pair.english, draw.choice(found), draw.choice(_PEOPLE)) if found else None


@variant("NAME", "single name replaced")
def single_replaced(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """One word of a name is another, all through the sentence."""
    found = [m for m in _kept(pair) if " " not in m.group() and "-" not in m.group()]
    if not found:
        return None
    old, new = draw.choice(found).group(), draw.choice(_FAMILY)
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, pair.english)


@variant("NAME", "given name replaced")
def given_replaced(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Somebody else of the same family."""
    found = _person_like(pair)
    if not found:
        return None
    match = draw.choice(found)
    return _put(pair.english, match, f"{draw.choice(('Ivar', 'Lena', 'Tomas'))} {match.group().split()[-1]}")


@variant("NAME", "full name gone")
def gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The name is left out."""
    found = [m for m in _person_like(pair) if pair.english.count(m.group().split()[-1]) == 1]
    if not found:
        return None
    match = draw.choice(found)
    return re.sub(r"\s+(?=[\s,.])", "", _put(pair.english, match, "")).replace("  ", " ")


@variant("NAME", "became a pronoun")
def pronoun(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`Kari Lunde` became `she`."""
    found = [m for m in _person_like(pair) if pair.english.count(m.group().split()[-1]) == 1]
    return _put(pair.english, draw.choice(found), draw.choice(("he", "she"))) if found else None


@variant("NAME", "misspelled")
def misspelled(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Two letters inside a name change places, or one is another."""
    found = [m for m in _kept(pair) if len(m.group().split()[-1]) >= 6]
    if not found:
        return None
    match = draw.choice(found)
    head, _, word = match.group().rpartition(" ")
    place = draw.randrange(2, len(word) - 2)
    if draw.random() < 0.5 and word[place] != word[place + 1]:
        new = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    else:
        new = word[:place] + draw.choice([c for c in "bdfgklmnprt" if c != word[place]]) + word[place + 1 :]
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", new, pair.english) if word not in head else None


@variant("NAME", "another place")
def place(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Another country or capital."""
    found = [m for m in _PLACE.finditer(pair.english) if pair.english.count(m.group()) == 1]
    if not found:
        return None
    match = draw.choice(found)
    new = _COUNTRIES[match.group()]
    return _put(pair.english, match, new) if new not in pair.english else None


@variant("NAME ROLES", "two swapped", "NAME")
def swapped(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Two names change places. An honest `not seen` for a check that only asks which names are there."""
    found = _kept(pair)
    choices = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a.group() != b.group()]
    if not choices:
        return None
    one, two = draw.choice(choices)
    text = pair.english
    return text[: one.start()] + two.group() + text[one.end() : two.start()] + one.group() + text[two.end() :]
