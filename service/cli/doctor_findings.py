"""What `tidings doctor` finds: one finding a thing looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "wrong", "skipped"]


@dataclass(frozen=True)
class Finding:
    """`state`: ok, warning (works, but look at it), wrong (will not work) or skipped. `do` is the next step, empty for ok."""

    what: str
    state: State
    says: str
    do: str = ""

    def record(self) -> dict[str, str]:
        """As JSON."""
        return {"what": self.what, "state": self.state, "says": self.says, "do": self.do}


Look = Callable[[], Iterator[Finding]]


def looked(what: str, look: Look) -> list[Finding]:
    """What `look` finds. A look that fails is a finding too: a doctor must not die of what it finds."""
    try:
        return list(look())
    except Exception as error:
        says = f"could not be looked at: {type(error).__name__}: {error}"
        return [Finding(what, "wrong", says, "mend what the message names, then run tidings doctor again")]
