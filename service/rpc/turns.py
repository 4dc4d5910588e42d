"""Whose request a worker thread takes next, so that no caller can hold them all."""

from __future__ import annotations

import asyncio
from collections import Counter, deque

_ALPHA = 3


def may_take_one(held: int, free: int) -> bool:
    """Whether a caller that holds `held` places may have one of `free`: while it holds less than three times as many.

    So one caller alone gets three quarters of all, the next three quarters of what is left, and a newcomer finds one (dynamic
    thresholds: Choudhury and Hahne, IEEE/ACM Transactions on Networking 6(2), 1998).
    """
    return held < _ALPHA * free


class Turns:
    """`places` threads handed out on one event loop: to the caller with the fewest in work, in order within a caller.

    `may_take_one` bounds what one caller holds; where there are fewer than four places it may hold all.
    """

    def __init__(self, places: int) -> None:
        self._free = self._places = places
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    async def take(self, caller: str) -> None:
        """Wait for a place; `give` it back."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(caller, deque()).append(turn)
        self._grant()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give(caller)
            raise

    def give(self, caller: str) -> None:
        """A place is free again."""
        self._free += 1
        self._held[caller] -= 1
        if not self._held[caller]:
            del self._held[caller]
        self._grant()

    def _grant(self) -> None:
        while self._free:
            may = [caller for caller in self._waiting if self._may(caller)]
            if not may:
                return
            caller = min(may, key=lambda name: self._held[name])
            turns = self._waiting.pop(caller)
            turn = turns.popleft()
            if turns:
                self._waiting[caller] = turns  # behind those that have waited as long
            if not turn.done():
                self._free -= 1
                self._held[caller] += 1
                turn.set_result(None)

    def _may(self, caller: str) -> bool:
        return self._places <= _ALPHA or may_take_one(self._held[caller], self._free)
