"""Who is next: a queue of segments that callers share by tokens, whatever each of them asks for.

Each caller has a counter of the tokens that were decoded for it; the one with the least comes next, and one that comes
(back) is lifted to what the caller of the last turn had before it. So nobody saves up, and a newcomer comes before whoever
was just served: start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996), with tokens as its packets' lengths as in
the virtual token counter of Sheng et al. (OSDI 2024, https://arxiv.org/abs/2401.00588). Deficit round robin would do
where any segment fits any batch; here a batch takes one group only, and a counter remembers who was passed over.

A batch begins with the longest segment of the caller whose turn it is and is filled with segments of the same group: half
of it that request's, longest first, then the other callers' in turn, the rest that request's again. So lengths in a
batch are close, a headline finds room beside an archive, and requests end one after the other: did they all progress
together, the engine would be idle while all callers work on what they got.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable

from service.batching.jobs import Group, Job, State, Ticket

SMALL, QUICK = 8, 4
"""A request of at most this part of a batch, a headline, is not kept waiting by a full one: its batch is that part at most."""

_MOST_COUNTERS = 1000
"""Counters kept before those are let go that would be lifted anyway."""


class _Caller:
    def __init__(self, served: int) -> None:
        self.served = served
        self.tickets: deque[Ticket] = deque()

    def first(self) -> tuple[Ticket, Job] | None:
        """The ticket whose turn it is among this caller's, with its longest segment."""
        for ticket in self.tickets:
            if job := ticket.first():
                return ticket, job
        return None


class FairQueue:
    """Tickets and their jobs. Not safe from several threads: a scheduler's lock guards it."""

    def __init__(self) -> None:
        self._callers: dict[str, _Caller] = {}
        self._now = 0
        """The counter of whoever had the last turn, as it was before that."""
        self.segments = 0
        self.tokens = 0

    def add(self, ticket: Ticket, new: Iterable[Job]) -> None:
        """Queue a ticket's jobs; `new` are those that no other ticket has queued."""
        if not any(caller.first() for caller in self._callers.values()):
            self._callers.clear()  # nobody waits: nobody is owed anything
            self._now = 0
        elif len(self._callers) > _MOST_COUNTERS:
            self._callers = {
                name: caller for name, caller in self._callers.items() if caller.tickets or caller.served > self._now
            }
        caller = self._callers.setdefault(ticket.caller, _Caller(self._now))
        if not caller.first():
            caller.served = max(caller.served, self._now)
        caller.tickets.append(ticket)
        for job in new:
            self.segments += 1
            self.tokens += job.tokens

    def forget(self, ticket: Ticket) -> None:
        """A ticket that waits for nothing more."""
        caller = self._callers.get(ticket.caller)
        if caller and ticket in caller.tickets:
            caller.tickets.remove(ticket)

    def left(self, jobs: Iterable[Job]) -> None:
        """These are queued no more, though no batch took them."""
        for job in jobs:
            self.segments -= 1
            self.tokens -= job.tokens

    def take(self, budget: int) -> list[Job]:
        """The next batch: at most `budget` tokens with padding, or one longer segment; empty where none is queued."""
        turns = [(caller, *found) for caller in self._callers.values() if (found := caller.first())]
        if not turns:
            return []
        caller, ticket, job = min(turns, key=lambda turn: (turn[0].served, turn[2].entered))
        self._now = caller.served
        small = ticket.tokens <= budget / SMALL
        batch = _Batch(job.group, budget // QUICK if small else budget)
        batch.fill(caller, ticket, enough=budget / 2)
        for other in sorted((turn[0] for turn in turns), key=lambda caller: caller.served):
            for one in other.tickets:
                if one is not ticket:
                    batch.fill(other, one)
        batch.fill(caller, ticket)
        for done, its in batch.served.items():
            its.tickets.remove(done)
            its.tickets.append(done)
        self.left(batch.jobs)
        return batch.jobs


class _Batch:
    def __init__(self, group: Group, budget: int) -> None:
        self.group, self.budget = group, budget
        self.jobs: list[Job] = []
        self.served: dict[Ticket, _Caller] = {}
        self._longest = 0

    def fill(self, caller: _Caller, ticket: Ticket, enough: float = math.inf) -> None:
        """Take what fits of a ticket's segments, longest first, until the batch has `enough` tokens."""
        while self._longest * len(self.jobs) < enough and (job := ticket.longest(self.group)):
            longest = max(self._longest, job.tokens)
            if self.jobs and longest * (len(self.jobs) + 1) > self.budget:
                return
            self._longest = longest
            job.state = State.RUNNING
            self.jobs.append(job)
            caller.served += job.tokens
            self.served[ticket] = caller
