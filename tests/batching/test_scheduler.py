"""All callers behind one engine: what is shared, what is dropped, what a failure costs, how it ends."""

from __future__ import annotations

import random
import threading

import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter, Scheduler, SchedulerClosedError, checkpoint
from service.errors import DeadlineError, EngineError
from service.store import MemoryCache
from tests.batching.engines import WAIT, Asking, SteppedEngine, opened
from tests.fakes import FakeEngine

OPTIONS = DecodingOptions()


def ask(scheduler, *texts, options=OPTIONS, **more):
    """A caller that wants `texts`, each its own key."""

    def work():
        return {key: made[0].text for key, made in scheduler.decode({t: t for t in texts}, options)[0].items()}

    return Asking(work, **more)


def until(condition):
    """Wait for something another thread is about to do."""
    reached = threading.Event()
    for _ in range(int(WAIT / 0.01)):
        if condition():
            return
        reached.wait(0.01)
    raise AssertionError("it never came to that")


def queued(scheduler, segments):
    until(lambda: scheduler.stats().queued_segments == segments)


def test_callers_that_wait_together_share_a_batch():
    engine = SteppedEngine()
    with opened(Scheduler(engine, ahead=0, window=0)) as scheduler:
        first = ask(scheduler, "one")
        engine.seen(1)
        rest = [ask(scheduler, f"word {i}", caller=str(i)) for i in range(5)]
        queued(scheduler, 5)
        engine.step()
        engine.seen(2)
        engine.step()
        assert first.answer() == {"one": "EN one"}
        assert [a.answer() for a in rest] == [{f"word {i}": f"EN word {i}"} for i in range(5)]
    assert sorted(engine.calls[1]) == [f"word {i}" for i in range(5)]


def test_an_idle_engine_starts_at_once_whatever_the_window():
    engine = FakeEngine()
    with opened(Scheduler(engine, window=1_000)) as scheduler:
        assert ask(scheduler, "now").answer() == {"now": "EN now"}


def test_while_a_replica_is_busy_a_batch_that_is_not_full_waits_until_it_is_full_or_the_engine_idle():
    engine = SteppedEngine(replicas=2)
    with opened(Scheduler(engine, window=1_000, batch_tokens=4, ahead=0)) as scheduler:
        busy = ask(scheduler, "busy")
        engine.seen(1)
        a = ask(scheduler, "a")
        queued(scheduler, 1)
        b = ask(scheduler, "b")
        engine.seen(2)  # two of two tokens: full
        c = ask(scheduler, "c")
        queued(scheduler, 1)
        engine.step()
        engine.step()
        engine.seen(3)
        engine.step()
        for one, text in ((busy, "busy"), (a, "a"), (b, "b"), (c, "c")):
            assert one.answer() == {text: f"EN {text}"}
    assert [sorted(call) for call in engine.calls] == [["busy"], ["a", "b"], ["c"]]


def test_one_document_is_spread_over_idle_replicas():
    engine = SteppedEngine(replicas=2)
    with opened(Scheduler(engine, batch_tokens=64, ahead=0)) as scheduler:
        caller = ask(scheduler, *(f"w{i}" for i in range(32)))
        engine.seen(2)
        engine.run_free()
        assert len(caller.answer()) == 32
    assert len(engine.calls[0]) == 16


def test_a_thread_ahead_takes_full_batches_only():
    engine = SteppedEngine(replicas=1)
    with opened(Scheduler(engine, batch_tokens=8, ahead=1, window=0)) as scheduler:
        first = ask(scheduler, "first")
        engine.seen(1)
        few = ask(scheduler, "x", "y")
        queued(scheduler, 2)
        many = ask(scheduler, *"abcd")
        engine.seen(2)
        engine.run_free()
        assert len({**first.answer(), **few.answer(), **many.answer()}) == 7
    assert len(engine.calls[1]) == 4


def test_what_is_in_flight_is_computed_once_for_all_who_ask():
    engine = SteppedEngine()
    with opened(Scheduler(engine, ahead=0)) as scheduler:
        running = ask(scheduler, "same", caller="a")
        engine.seen(1)
        again = ask(scheduler, "same", "other", caller="b")
        queued(scheduler, 1)
        third = ask(scheduler, "other", caller="c")
        until(lambda: scheduler.stats().joined_segments == 2)
        engine.run_free()
        assert running.answer() == {"same": "EN same"}
        assert again.answer() == {"same": "EN same", "other": "EN other"}
        assert third.answer() == {"other": "EN other"}
    assert engine.calls == [["same"], ["other"]]


def gone():
    raise DeadlineError("DEADLINE", "too late")


class Switch:
    """A caller's checkpoint that can be turned off."""

    def __init__(self):
        self.off = False

    def __call__(self):
        if self.off:
            gone()


def test_a_caller_that_has_gone_leaves_the_queue_and_its_segments_are_never_computed():
    engine, client = SteppedEngine(), Switch()
    with opened(Scheduler(engine, ahead=0)) as scheduler:
        first = ask(scheduler, "first")
        engine.seen(1)
        late = ask(scheduler, "late", "shared", caller="a", check=client)
        queued(scheduler, 2)
        stays = ask(scheduler, "shared", "mine", caller="b")
        queued(scheduler, 3)
        client.off = True
        with pytest.raises(DeadlineError):
            late.answer()  # it need not wait for a batch
        assert scheduler.stats().queued_segments == 2
        assert scheduler.stats().dropped_segments == 1
        engine.run_free()
        assert first.answer() == {"first": "EN first"}
        assert stays.answer() == {"shared": "EN shared", "mine": "EN mine"}
    assert "late" not in [text for call in engine.calls for text in call]


def test_who_is_out_of_time_is_dropped_when_a_batch_is_made():
    engine = SteppedEngine()
    looks = []

    def check():
        looks.append(threading.current_thread().name)
        if looks[-1].startswith("batch"):
            gone()

    with opened(Scheduler(engine, ahead=0)) as scheduler:
        first = ask(scheduler, "first")
        engine.seen(1)
        late = ask(scheduler, "late", check=check)
        queued(scheduler, 1)
        engine.run_free()
        assert first.answer() == {"first": "EN first"}
        with pytest.raises(DeadlineError):
            late.answer()
    assert engine.calls == [["first"]]


def test_a_batch_that_runs_is_finished_and_kept_though_its_caller_has_gone():
    engine, client, kept = SteppedEngine(), Switch(), {}
    with opened(Scheduler(engine, kept.update, ahead=0)) as scheduler:
        late = ask(scheduler, "late", check=client)
        engine.seen(1)
        client.off = True
        with pytest.raises(DeadlineError):
            late.answer()
        engine.step()
        until(lambda: kept)
    assert list(kept) == ["late"]


def test_who_is_gone_before_asking_asks_nothing():
    engine = FakeEngine()
    token = checkpoint.set(gone)
    try:
        with opened(Scheduler(engine)) as scheduler, pytest.raises(DeadlineError):
            scheduler.decode({"a": "a"}, OPTIONS)
    finally:
        checkpoint.reset(token)
    assert engine.calls == []


def test_a_failing_segment_fails_alone_and_the_engine_goes_on():
    def answer(text):
        if text.startswith("bad"):
            raise MemoryError("no room")
        return f"EN {text}"

    engine, kept = SteppedEngine(answer), {}
    with opened(Scheduler(engine, kept.update, ahead=0)) as scheduler:
        first = ask(scheduler, "first")
        engine.seen(1)
        good = ask(scheduler, *(f"good {i}" for i in range(9)), caller="a")
        bad = ask(scheduler, "bad apple", "good 1", caller="b")
        queued(scheduler, 10)
        engine.run_free()
        assert first.answer()
        assert good.answer() == {f"good {i}": f"EN good {i}" for i in range(9)}
        with pytest.raises(EngineError, match="MemoryError: no room") as caught:
            bad.answer()
        assert caught.value.reason == "MODEL_FAILED"
        assert ask(scheduler, "after").answer() == {"after": "EN after"}
        seen = scheduler.stats()
    assert (seen.failed_segments, seen.failed_batches, seen.segments) == (1, 1, 11)
    assert "bad apple" not in kept
    assert [call for call in engine.calls if call == ["bad apple"]] == [["bad apple"]], "alone, and once"


def test_an_engine_that_gives_too_few_results_is_a_failing_one():
    engine = FakeEngine()
    engine.generate = lambda texts, options, target_language_code: []
    with opened(Scheduler(engine)) as scheduler, pytest.raises(EngineError, match="0 results for 1 segments"):
        ask(scheduler, "a").answer()


def test_a_failed_segment_is_tried_anew_when_asked_again():
    engine = FakeEngine()
    engine.answer = lambda text: 1 / 0
    with opened(Scheduler(engine)) as scheduler:
        with pytest.raises(EngineError, match="ZeroDivisionError"):
            ask(scheduler, "a").answer()
        engine.answer = lambda text: "well"
        until(lambda: not scheduler._jobs)
        assert ask(scheduler, "a").answer() == {"a": "well"}


def test_a_cache_that_fails_harms_nobody():
    def keep(items):
        raise OSError("disk full")

    with opened(Scheduler(FakeEngine(), keep)) as scheduler:
        assert ask(scheduler, "a").answer() == {"a": "EN a"}
        until(lambda: not scheduler._jobs)
        assert ask(scheduler, "b").answer() == {"b": "EN b"}


def test_a_text_too_long_for_the_model_never_enters_the_queue():
    with opened(Scheduler(FakeEngine(max_input_tokens=3))) as scheduler:
        with pytest.raises(EngineError, match="4 tokens"):
            ask(scheduler, "one two three", "fits").answer()
        assert scheduler.stats().batches == 0


def test_closing_finishes_what_runs_and_refuses_what_waits():
    engine = SteppedEngine()
    scheduler = Scheduler(engine, ahead=0)
    running = ask(scheduler, "running")
    engine.seen(1)
    waiting = ask(scheduler, "waiting")
    queued(scheduler, 1)
    closing = threading.Thread(target=scheduler.close)
    closing.start()
    with pytest.raises(SchedulerClosedError):
        waiting.answer()
    engine.step()
    closing.join(WAIT)
    assert running.answer() == {"running": "EN running"}
    with pytest.raises(SchedulerClosedError):
        scheduler.decode({"more": "more"}, OPTIONS)
    scheduler.close()
    assert engine.calls == [["running"]]


def test_different_options_are_different_batches():
    engine = SteppedEngine()
    seen = []
    plain = engine.generate

    def generate(texts, options, target_language_code):
        seen.append((options, target_language_code))
        return plain(texts, options, target_language_code=target_language_code)

    engine.generate = generate
    with opened(Scheduler(engine, ahead=0)) as scheduler:
        first = ask(scheduler, "first")
        engine.seen(1)
        ways = [DecodingOptions(beam_size=n) for n in (1, 2, 4)]
        rest = [ask(scheduler, f"{o.beam_size} {i}", options=o) for o in ways for i in range(3)]
        queued(scheduler, 9)
        engine.run_free()
        for caller in (first, *rest):
            assert caller.answer()
    for call, (options, _) in list(zip(engine.calls, seen, strict=True))[1:]:
        assert {text.split()[0] for text in call} == {str(options.beam_size)}


def test_everyone_gets_their_own_under_sixty_four_threads():
    rng = random.Random(64)
    engine = FakeEngine(lambda text: text[::-1], replicas=3)
    vocabulary = ["".join(rng.choices("abcdefgh ", k=rng.randint(1, 30))) for _ in range(400)]
    wanted = [rng.choices(vocabulary, k=rng.randint(1, 40)) for _ in range(64)]
    cache, meter = MemoryCache(), Meter()
    with opened(Scheduler(engine, cache.put_many, batch_tokens=32, window=0.001)) as scheduler:
        decoder = Decoder(engine, cache, meter, scheduler=scheduler)

        def work(texts, beam):
            options = DecodingOptions(beam_size=beam)
            return [[h[0].text for h in decoder.decode(texts[i : i + 5], options)] for i in range(0, len(texts), 5)]

        asked = [Asking(lambda t=texts, b=1 + i % 3: work(t, b), caller=str(i % 7)) for i, texts in enumerate(wanted)]
        for texts, caller in zip(wanted, asked, strict=True):
            assert [text for part in caller.answer() for text in part] == [text[::-1] for text in texts]
        until(lambda: not scheduler._jobs)
        seen = scheduler.stats()
    assert (seen.queued_segments, seen.queued_tokens, seen.running_batches) == (0, 0, 0)
    assert seen.segments == sum(map(len, engine.calls))
    assert meter.cache_misses == seen.segments + seen.joined_segments, "each is computed or waited for, never both"
    assert max(len(call) * max(len(text.split()) + 1 for text in call) for call in engine.calls if len(call) > 1) <= 32


def test_counts_tell_what_was_done():
    engine = SteppedEngine(replicas=1)
    now = [100.0]
    with opened(Scheduler(engine, batch_tokens=8, ahead=0, clock=lambda: now[0])) as scheduler:
        first = ask(scheduler, "one two")
        engine.seen(1)
        second = ask(scheduler, "a", "b c")
        queued(scheduler, 2)
        now[0] = 102.0
        engine.step()
        engine.seen(2)
        now[0] = 103.0
        engine.run_free()
        assert first.answer()
        assert second.answer()
        seen = scheduler.stats()
    assert (seen.batches, seen.segments, seen.input_tokens) == (2, 3, 8)
    assert seen.padded_tokens == 3 + 2 * 3
    assert seen.output_tokens == 4 + 3 + 4
    assert seen.engine_seconds == pytest.approx(3.0)
    assert seen.wait.sum == pytest.approx(0.0 + 2 * 2.0)
    assert sum(seen.wait.counts) == 3
    assert sum(seen.fill.counts) == 2
    assert seen.fill.sum == pytest.approx(3 / 8 + 6 / 8)


class TestDecoder:
    """A Decoder that shares."""

    def test_cached_segments_never_enter_the_queue_and_each_is_cached_for_itself(self):
        engine, meter = FakeEngine(), Meter()
        cache = MemoryCache()
        with opened(Scheduler(engine, cache.put_many, ahead=0)) as scheduler:
            decoder = Decoder(engine, cache, meter, scheduler=scheduler)
            decoder.decode(["a", "b"], OPTIONS)
            until(lambda: not scheduler._jobs)
            out = decoder.decode(["c", "b", "a", "c"], OPTIONS)
            assert [h[0].text for h in out] == ["EN c", "EN b", "EN a", "EN c"]
        assert [sorted(call) for call in engine.calls] == [["a", "b"], ["c"]]
        assert (meter.cache_hits, meter.cache_misses, meter.model_calls) == (2, 3, 2)

    def test_the_signature_says_that_batches_were_shared_except_where_it_changes_nothing(self):
        engine = FakeEngine()
        plain = Decoder(engine, None, Meter()).provenance(OPTIONS).signature
        with opened(Scheduler(engine)) as scheduler:
            shared = Decoder(engine, None, Meter(), scheduler=scheduler).provenance(OPTIONS).signature
            exact = Decoder(engine, None, Meter(), scheduler=scheduler, exact=True).provenance(OPTIONS).signature
        assert shared == f"{plain}|batches:shared"
        assert exact == plain

    def test_with_exact_both_ways_use_the_same_entries(self):
        engine, cache = FakeEngine(), MemoryCache()
        with opened(Scheduler(engine, cache.put_many)) as scheduler:
            Decoder(engine, cache, Meter(), exact=True, scheduler=scheduler).decode(["a", "b"], OPTIONS)
            until(lambda: not scheduler._jobs)
            Decoder(engine, cache, Meter(), exact=True).decode(["b", "a"], OPTIONS)
        assert len(engine.calls) == 1

    def test_without_a_cache_it_decodes_every_time(self):
        engine = FakeEngine()
        with opened(Scheduler(engine, ahead=0)) as scheduler:
            decoder = Decoder(engine, None, Meter(), scheduler=scheduler)
            for _ in range(2):
                assert decoder.decode(["a"], OPTIONS)[0][0].text == "EN a"
                until(lambda: not scheduler._jobs)
            assert decoder.decode([], OPTIONS) == []
        assert engine.calls == [["a"], ["a"]]
