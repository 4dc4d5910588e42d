"""Words for an editor: what is missing, what is new, what became what."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import Flag, FlagCode

#: Longest detail of a flag, in characters.
MAX_DETAIL = 160


def difference(missing: Sequence[str], added: Sequence[str]) -> str:
    """`a -> b` where one side answers the other, else `missing: a; added: b`. Empty where nothing differs."""
    missing, added = list(dict.fromkeys(missing)), list(dict.fromkeys(added))
    if missing and len(missing) == len(added):
        return "; ".join(f"{old} -> {new}" for old, new in zip(missing, added, strict=True))
    parts = []
    if missing:
        parts.append("missing: " + ", ".join(missing))
    if added:
        parts.append("added: " + ", ".join(added))
    return "; ".join(parts)


def flags(code: FlagCode, detail: str) -> tuple[Flag, ...]:
    """One flag with the detail, shortened to what fits; none where the detail is empty."""
    if not detail:
        return ()
    text = " ".join(detail.split())
    if len(text) > MAX_DETAIL:
        text = text[: MAX_DETAIL - 1].rstrip() + "…"
    return (Flag(code, text),)
