"""Token buckets: a mean rate, with a burst up to the bucket's size."""

from __future__ import annotations

import time
from collections.abc import Callable

from service.access.keys import ApiKey, Limits
from service.errors import QuotaError

MINUTE, DAY = 60.0, 86_400.0


class Bucket:
    """Holds up to `capacity`, full at first, and fills by `capacity` or `rate` a second on a clock that never steps back."""

    def __init__(self, capacity: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.capacity = capacity
        self._rate = rate
        self._clock = clock
        self._level, self._at = capacity, clock()

    def wait_for(self, amount: float) -> float:
        """Seconds until `amount` can be taken, 0 for now; infinite where it never can."""
        now = self._clock()
        self._level = min(self.capacity, self._level + (now - self._at) * self._rate)
        self._at = now
        if amount > self.capacity:
            return float("inf")
        return max(0.0, (amount - self._level) / self._rate)

    def take(self, amount: float) -> None:
        """Take `amount`, which `wait_for` said is there."""
        self._level -= amount


class Quota:
    """What is left of one key's limits. Not for several threads: the server asks from its event loop."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._requests = self._minute = self._day = None
        if rate := limits.requests_per_second:
            self._requests = Bucket(limits.burst or max(1.0, 2 * rate), rate, clock)
        if minute := limits.characters_per_minute:
            self._minute = Bucket(minute, minute / MINUTE, clock)
        if day := limits.characters_per_day:
            self._day = Bucket(day, day / DAY, clock)

    def request(self, key: ApiKey) -> None:
        """Count one request. Raises QuotaError (REQUEST_RATE) with the time to come back."""
        if self._requests is None:
            return
        if wait := self._requests.wait_for(1):
            raise QuotaError(
                "REQUEST_RATE",
                f"the key {key.id} has used its {self.limits.requests_per_second:g} requests a second; "
                f"come back in {wait:.2f} s",
                retry_seconds=wait,
                metadata={"key_id": key.id, "requests_per_second": f"{self.limits.requests_per_second:g}"},
            )
        self._requests.take(1)

    def characters(self, key: ApiKey, count: int) -> None:
        """Count `count` characters, or none of them.

        Raises QuotaError (CHARACTER_QUOTA) with the time to come back, without one for a request that is larger than all
        of the quota.
        """
        buckets = [
            (bucket, limit, span)
            for bucket, limit, span in (
                (self._minute, self.limits.characters_per_minute, "minute"),
                (self._day, self.limits.characters_per_day, "day"),
            )
            if bucket is not None
        ]
        for bucket, limit, span in buckets:
            if wait := bucket.wait_for(count):
                never = wait == float("inf")
                raise QuotaError(
                    "CHARACTER_QUOTA",
                    f"the request has {count:,} characters, and the key {key.id} may send {limit:,} a {span}; "
                    + ("send less at once" if never else f"come back in {wait:.1f} s"),
                    retry_seconds=None if never else wait,
                    metadata={"key_id": key.id, "characters": str(count), f"characters_per_{span}": str(limit)},
                )
        for bucket, _, _ in buckets:
            bucket.take(count)
