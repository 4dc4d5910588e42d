"""Whose turn it is, and what goes into a batch: the queue alone, without threads."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import DecodingOptions
from models.decoding import bounds
from service.batching.fair import FairQueue
from service.batching.jobs import Group, Job, State, Ticket

OPTIONS = DecodingOptions()


def job(key: str, tokens: int, options: DecodingOptions = OPTIONS, entered: float = 0.0) -> Job:
    return Job(key, key, tokens, Group("en", options, bounds(tokens, options, 512)), entered)


def ask(queue: FairQueue, caller: str, jobs: list[Job], shared: list[Job] | None = None) -> Ticket:
    ticket = Ticket(caller, lambda: None)
    ticket.add([*jobs, *(shared or [])])
    queue.add(ticket, jobs)
    return ticket


def document(caller: str, size: int, tokens: int = 30) -> list[Job]:
    return [job(f"{caller}{i}", tokens) for i in range(size)]


@pytest.mark.parametrize("tokens", [8, 30])
def test_headlines_behind_ten_thousand_segments_go_into_the_next_batch_and_a_small_one(tokens):
    queue = FairQueue()
    ask(queue, "archive", document("archive", 10_000))
    for i in range(20):
        queue.take(640)
        ask(queue, "desk", [job(f"headline {i}", tokens)])
        batch = queue.take(640)
        assert batch[0].key == f"headline {i}"
        assert max(j.tokens for j in batch) * len(batch) <= 160


def test_many_small_callers_do_not_starve_a_large_one():
    queue = FairQueue()
    ask(queue, "archive", document("archive", 10_000, 60))
    for i in range(300):
        for desk in range(8):
            ask(queue, f"desk {desk}", document(f"{desk}.{i}.", 8, 20))
        queue.take(640)
    # nine callers, each with more than it gets
    done = sum(caller.served for name, caller in queue._callers.items() if name == "archive")
    assert done >= 300 * 640 * 0.8 / 9


def test_a_headline_of_the_same_length_joins_the_next_batch():
    queue = FairQueue()
    ask(queue, "archive", document("archive", 10_000))
    queue.take(640)
    ask(queue, "desk", [job("headline", 30)])
    assert "headline" in [j.key for j in queue.take(640)]


@pytest.mark.parametrize("sizes", [(30, 30), (20, 60), (12, 100), (5, 500)])
def test_callers_share_tokens_whatever_lengths_they_send(sizes):
    queue = FairQueue()
    for name, tokens in zip("ab", sizes, strict=True):
        ask(queue, name, document(name, 3_000, tokens))
    served = {"a": 0, "b": 0}
    for _ in range(30):
        for j in queue.take(640):
            served[j.key[0]] += j.tokens
    assert abs(served["a"] - served["b"]) <= 640 + max(sizes)


def test_who_was_idle_is_not_owed_the_past():
    queue = FairQueue()
    ask(queue, "a", document("a", 1_000))
    for _ in range(10):
        queue.take(640)
    ask(queue, "b", document("b", 1_000))
    taken = [j.key[0] for _ in range(4) for j in queue.take(640)]
    assert abs(taken.count("a") - taken.count("b")) <= 640 // 30


def test_requests_of_one_caller_take_turns():
    queue = FairQueue()
    ask(queue, "proxy", document("long", 1_000))
    ask(queue, "proxy", [job("headline", 30)])
    assert "headline" in [j.key for j in queue.take(640)]


def test_a_batch_holds_one_group_close_lengths_and_no_more_than_its_budget():
    queue = FairQueue()
    rng = random.Random(6)
    other = DecodingOptions(beam_size=2)
    jobs = [job(str(i), rng.randint(2, 120), rng.choice([OPTIONS, other])) for i in range(500)]
    ask(queue, "a", jobs)
    seen, padded = [], 0
    while batch := queue.take(640):
        padded += max(j.tokens for j in batch) * len(batch)
        assert len({j.group for j in batch}) == 1
        assert max(j.tokens for j in batch) * len(batch) <= 640
        seen += batch
    assert sorted(j.key for j in seen) == sorted(j.key for j in jobs)
    assert (queue.segments, queue.tokens) == (0, 0)
    assert padded < 1.1 * sum(j.tokens for j in jobs), "in the order they came it is 1.6 times"


def test_one_segment_above_the_budget_is_a_batch_of_its_own():
    queue = FairQueue()
    ask(queue, "a", [job("long", 500), job("longer", 510)])
    assert [[j.key for j in queue.take(256)] for _ in range(2)] == [["longer"], ["long"]]


def test_a_segment_two_wait_for_goes_at_the_first_turn_of_either():
    queue = FairQueue()
    both = job("both", 31)
    ask(queue, "archive", [*document("archive", 1_000, 32), both])
    queue.take(640)
    ask(queue, "desk", [], shared=[both])
    assert "both" in [j.key for j in queue.take(640)]
    assert both.state is State.RUNNING
    assert "both" not in [j.key for _ in range(60) for j in queue.take(640)]


callers = st.lists(
    st.tuples(st.sampled_from("abcd"), st.lists(st.integers(1, 200), min_size=1, max_size=12)), min_size=1, max_size=12
)


@given(callers, st.integers(1, 700))
def test_every_segment_comes_exactly_once(asked, budget):
    queue = FairQueue()
    expected = []
    for number, (caller, lengths) in enumerate(asked):
        jobs = [job(f"{number}.{i}", tokens, entered=number) for i, tokens in enumerate(lengths)]
        expected += [j.key for j in jobs]
        ask(queue, caller, jobs)
    taken = []
    while batch := queue.take(budget):
        assert len(batch) == 1 or max(j.tokens for j in batch) * len(batch) <= budget
        taken += [j.key for j in batch]
    assert sorted(taken) == sorted(expected)
    assert (queue.segments, queue.tokens) == (0, 0)
