"""Where something happens, as English news says it: the names after `in`, `at`, `visits`, `the capital of`.

A country that acts ("Iran's president", "Russia and Iran") is no place of the happening; a place after a preposition is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.facts.names import demonym_country, exonym
from service.facts.names_places import is_country
from service.languages import data_table

_NAME = r"[^\W\d_][^\W\d_'’.-]*(?:-[^\W\d_]+)*"
_RUN = rf"(?:(?:St|Mt|Ft)\. )?(?=[^a-z\W])(?:{_NAME})(?: (?:of |de |am |an der )?(?=[^a-z\W]){_NAME}){{0,3}}"
_KIND = (
    r"(?:capital|city|cities|town|village|district|suburb|province|region|state|republic|island|county|municipality|port|"
    r"resort|borough|neighbou?rhood|port city|capital city|main place)"
)
_SIDE = (
    r"(?:(?:north|south|east|west|central|upper|lower|north-?east|north-?west|south-?east|south-?west)(?:ern)?|downtown|"
    r"nearby|neighbou?ring|occupied|mainland|rural|inner|outer|greater)"
)
_NOT_INSIDE = r"(?:with|on|for|to|of|from|against|and|or|over|by|about|than|that|before|after|between|into)\b"
_LOCATIVE = re.compile(
    r"\b(?:in|[Ii]nside|at|near|outside|around|visit(?:s|ed|ing)?|arriv(?:e|es|ed|ing) (?:in|at)|reach(?:es|ed)?|"
    r"(?:trip|travel(?:s|ed|led)?|fl(?:ew|ies|y)|journey|visits?|come|came|heads?|headed) to|host(?:s|ed)? in|In|At|Near|off)"
    rf" (?:the )?(?:(?P<owner>{_RUN})(?:['’]s?)? )?(?:(?:[a-z-]+ ){{0,2}}{_KIND}(?: of)? )(?P<inner>{_RUN})"
    r"|\b(?:in|[Ii]nside|at|near|outside|around|visit(?:s|ed|ing)?|arriv(?:e|es|ed|ing) (?:in|at)|reach(?:es|ed)?|"
    r"(?:trip|travel(?:s|ed|led)?|fl(?:ew|ies|y)|journey|visits?|come|came|heads?|headed) to|In|At|Near|off)"
    rf" (?:the )?(?:{_SIDE} )?(?P<plain>{_RUN})(?P<genitive>['’]s?)?"
    rf"(?(genitive)(?: (?:(?!{_NOT_INSIDE})[a-z-]+ ){{1,3}}(?P<hub>{_RUN}))?)"
)
_ARTICLE = r"(?:de[rmntse]?|das|het|la|le|les)"
_TOPIC = re.compile(r"\b(?:wars?|situation|conflicts?|crisis|interests?|influence|presence|peace|policy|stability) $")
"""What is going on elsewhere is talked of ("the war in Ukraine"), not the scene."""
_NO_PLACES = frozenset(data_table("events")["words"]["no_places"] + data_table("events")["words"]["dates"])


def places_of(text: str) -> tuple[str, ...]:
    """Names in locative position, in order, without repeats; a country before its capital's name counts too."""
    found: list[str] = []
    for match in _LOCATIVE.finditer(text):
        if _TOPIC.search(text, 0, match.start()):
            continue
        names = [match["owner"], match["inner"], match["plain"], match["hub"] if _is_town(match["hub"]) else None]
        for name in names:
            if name and name.split()[0].lower() not in _NO_PLACES and name not in found:
                found.append(name)
    return tuple(found)


def original_towns(text: str, language_code: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of `names` that are known towns and that an original puts in locative position.

    Right after such a preposition, or after a country or its adjective and at most one more word: `i Oslo`, `i Norges
    hovedstad Oslo`, `in der norwegischen Hauptstadt Oslo`. A weak model can lose what joins such names.
    """
    prepositions = "|".join(data_table("events")["locatives"].get(language_code, ()))
    if not prepositions:
        return ()
    start = rf"\b(?i:{prepositions}) (?:{_ARTICLE} )?(?:(?P<owner>{_NAME}) (?:{_NAME} )?)?"
    return tuple(name for name in names if _is_town(name) and _stands(rf"{start}{re.escape(name)}\b", text))


def _stands(pattern: str, text: str) -> bool:
    owners = (match["owner"] for match in re.finditer(pattern, text))
    return any(owner is None or exonym(owner) or demonym_country(owner) for owner in owners)


def _is_town(name: str | None) -> bool:
    known = exonym(name) if name else None
    return known is not None and not is_country(known)
