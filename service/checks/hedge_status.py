"""Whether an English text left a suspect, an accused or a convict on the rung where the original has them."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks.pair import TARGET
from service.facts.hedges_status import ANSWERS, LOSABLE, NAMES, find_rungs, find_status

#: Rungs that say less than a court's: a climb to one of these is none, but a convict does not fall back to them.
LOWER = frozenset({"suspected", "accused"})
SETTLED = frozenset({"convicted", "acquitted", "appealed", "final"})


def changed_status(original: str, language_code: str, text: str, *, others: Sequence[str] = ()) -> str:
    """What changed, in an editor's words (`siktet (charged) became convicted`), or nothing.

    `others` are further English originals of the text: a rung that one of them has is no change.
    """
    ours = find_status(original, language_code)
    if not ours:
        return ""
    theirs = find_status(text, TARGET)
    answers = frozenset().union(*(ANSWERS[rung] for rung in ours))
    for other in others:
        answers |= find_status(other, TARGET).keys()
    said = find_rungs(text, TARGET)
    below = LOWER if ours.keys() <= SETTLED and "convicted" not in said else frozenset()
    changed = [rung for rung in said if rung not in answers and (rung not in LOWER or rung in below)]
    if changed:
        rung, span = next(iter(ours.items()))
        return f"{span.text} ({NAMES[rung]}) became {NAMES[changed[0]]}"
    for rung in LOSABLE:
        if rung in ours and not ANSWERS[rung] & theirs.keys():
            return f"status lost: {ours[rung].text} ({NAMES[rung]})"
    return ""
