"""The local executor: order, bounds, and what happens when something goes wrong."""

from __future__ import annotations

import threading
import time

import pytest

from service.executor import LocalExecutor


def test_results_come_in_input_order_whoever_is_first():
    def work(number):
        time.sleep(0.02 if number % 3 == 0 else 0)
        return number * number

    assert list(LocalExecutor(4).map(work, range(50))) == [n * n for n in range(50)]


def test_work_goes_on_side_by_side():
    barrier = threading.Barrier(3, timeout=10)
    assert list(LocalExecutor(3).map(lambda _: barrier.wait() >= 0, range(3))) == [True] * 3


def test_the_input_is_read_only_a_little_ahead():
    read = []

    def items():
        for number in range(1000):
            read.append(number)
            yield number

    results = LocalExecutor(2).map(lambda n: n, items())
    assert next(results) == 0
    assert len(read) <= 10
    results.close()


def test_an_error_is_raised_at_its_turn_and_the_rest_is_dropped():
    done = []

    def work(number):
        if number == 5:
            raise ValueError("five")
        done.append(number)
        return number

    results = LocalExecutor(2).map(work, range(1000))
    with pytest.raises(ValueError, match="five"):
        list(results)
    assert set(range(5)) <= set(done)
    assert len(done) < 100


def test_what_has_begun_is_finished_when_the_reader_goes():
    began, ended = threading.Event(), threading.Event()

    def work(number):
        if number == 1:
            began.set()
            time.sleep(0.2)
            ended.set()
        return number

    results = LocalExecutor(2).map(work, range(100))
    next(results)
    began.wait(5)
    results.close()
    assert ended.is_set()


def test_nothing_in_nothing_out():
    assert list(LocalExecutor().map(str, [])) == []


def test_workers_come_from_the_cores():
    assert 1 <= LocalExecutor().workers <= 8
    assert LocalExecutor(3).workers == 3
