"""What language a sender declared: any spelling of a BCP-47 or ISO 639 code -> the code Tidings uses.

`nb-NO`, `nob`, `NO`, `deu` and `de_AT` are good; `no` stays `no` (nb or nn: the text decides). No distance between
languages is ever asked for here: langcodes holds Norwegian and Danish for near twins.
"""

from __future__ import annotations

from functools import cache

import langcodes

from service.errors import InvalidInputError
from service.languages import data_table

#: Codes that say that the sender doesn't know.
UNDETERMINED = frozenset({"und", "mul", "mis"})


def known_codes() -> tuple[str, ...]:
    """The nine languages that detection tells apart, in the order of the data table."""
    return tuple(data_table("detection")["languages"])


def outsider_name(code: str) -> str:
    """English name of a language outside the nine, `a language` where none is known."""
    return str(data_table("detection")["names"].get(code, "a language"))


@cache
def parse_declared(declared: str | None) -> str | None:
    """The language subtag of a declared code, or None where nothing was declared (None, empty, `und`, `mul`).

    A language outside the nine is returned as it is (`pl`), so that the router can refuse it by name. Raises
    InvalidInputError (UNSUPPORTED_LANGUAGE, stage detect) for what is no language code at all.
    """
    if declared is None or not declared.strip():
        return None
    try:
        tag = langcodes.standardize_tag(declared.strip())
        code = langcodes.Language.get(tag).language
        valid = langcodes.tag_is_valid(tag)
    except (ValueError, AttributeError):  # langcodes' LanguageTagError is a ValueError
        code, valid = None, False
    if code in UNDETERMINED or (valid and code is None and declared.strip().lower().startswith("und")):
        return None
    if not valid or code is None or code == "zxx" or code.startswith("x-") or "qaa" <= code <= "qtz":
        good = ", ".join((*known_codes(), "no"))
        raise InvalidInputError(
            "UNSUPPORTED_LANGUAGE",
            f"{declared!r} is not a language code; good ones are {good}",
            metadata={"language_code": declared, "supported": good},
            field="language_code",
            stage="detect",
        )
    return code
