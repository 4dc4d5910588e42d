"""What grouping costs against the number of articles: seconds, peak memory, and the exponent of growth.

    .venv/bin/python -m tests.bench.bench_events 1000 3000 10000

Articles are made up: words in English at their own frequencies (wordfreq), and for each happening a place, people and
some rarer words that its articles share in part; about five articles a happening, 500 articles a day. Each size runs in a
process of its own, so that its peak memory is its own. Prints a table for docs/events.md.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from wordfreq import top_n_list, word_frequency

from service.corpus.desk import CODEC
from service.domain import Translation
from service.events import describe_event
from service.events.candidates import similar_pairs
from service.events.group import THRESHOLD, partition
from service.events.online import EventDesk
from service.events.profile import read_profile
from service.store.events import EventStore
from tests.events.builders import article, no_summary
from tests.events.test_quality import scores

A_DAY = 500
ONE_BY_ONE = 300
MEMBERS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
SENTENCES, WORDS = 9, 15
# fmt: off
_SYLLABLES = [
    "bra", "ken", "sol", "vik", "tor", "lun", "hol", "mar", "ost", "fel", "gar", "nes", "rud", "stein", "berg", "dal", "lin",
    "mo", "ra", "dov", "kjel", "aus",
]
_PLACES = [
    "Oslo", "Bergen", "Berlin", "Hamburg", "Paris", "Madrid", "Rome", "Warsaw", "Prague", "Vienna", "London", "Dublin",
    "Athens", "Lisbon", "Helsinki",
]
# fmt: on


def articles(count: int, seed: int = 7) -> Iterator[tuple[Translation, str]]:
    """`count` articles, each with the name of its happening."""
    rng = random.Random(seed)
    words = [word for word in top_n_list("en", 30_000) if word.isascii() and word.isalpha()]
    weights = list(accumulate(word_frequency(word, "en") for word in words))
    rarer = words[2_000:]
    made = happening = 0
    while made < count:
        happening += 1
        own = rng.sample(rarer, 24)
        people = ["".join(rng.choices(_SYLLABLES, k=3)).capitalize() for _ in range(3)]
        place = rng.choice(_PLACES)
        first = date(2025, 1, 1) + timedelta(days=made // A_DAY)
        for number in range(min(rng.choice(MEMBERS), count - made)):
            told = rng.sample(own, 15)
            lines = []
            for _ in range(SENTENCES):
                line = rng.choices(words, cum_weights=weights, k=WORDS - 4) + rng.sample(told, 3)
                rng.shuffle(line)
                lines.append(" ".join(["The", *line, rng.choice(people), f"in {place}"]) + ".")
            day = first + timedelta(days=min(3, int(rng.expovariate(1.0))))
            yield (
                article(
                    f"h{happening}/{number}",
                    "\n".join(lines),
                    title=" ".join([people[0], *rng.sample(told, 4)]),
                    outlet=f"Outlet {rng.randrange(40)}",
                    published_at=day.isoformat(),
                ),
                f"h{happening}",
            )
            made += 1


def measure(count: int) -> dict[str, float]:
    """One size, in this process: seconds of each step, peak resident memory (MB), pairs, B-cubed F1."""
    truth, texts = {}, []
    for translation, happening in articles(count):
        truth[translation.document_id] = happening
        texts.append(translation)
    texts.sort(key=lambda translation: translation.document_id)
    start = time.perf_counter()
    profiles = [read_profile(translation) for translation in texts]
    read = time.perf_counter()
    pairs = list(similar_pairs(profiles, THRESHOLD))
    paired = time.perf_counter()
    groups = partition(profiles, pairs)
    end = time.perf_counter()
    b_cubed, _ = scores([{profiles[row].document_id for row in group} for group in groups], truth)
    return {
        "articles": count,
        "read": read - start,
        "pairs": paired - read,
        "group": end - paired,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "alike": len(pairs),
        "events": len(groups),
        "b_cubed": b_cubed,
    }


def measure_desk(count: int) -> dict[str, float]:
    """The store grown to `count` articles: seconds for an arrival (median, and what 19 of 20 stay below), and its megabytes.

    The last 300 arrive one by one, the others in portions of 200. What describing an event costs is left out: it depends
    on the event and on no other article.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = EventStore(Path(folder) / "events.sqlite3")
        blank = describe_event([next(articles(1))[0]], no_summary)
        desk = EventDesk(store, lambda _: blank, CODEC)
        texts = [translation for translation, _ in articles(count)]
        early, late = texts[: count - ONE_BY_ONE], texts[count - ONE_BY_ONE :]
        for start in range(0, len(early), 200):
            desk.add(early[start : start + 200])
        taken = []
        for translation in late:
            start_of_one = time.perf_counter()
            desk.add([translation])
            taken.append(time.perf_counter() - start_of_one)
        desk.close()
        megabytes = store.path.stat().st_size / 1e6
    taken.sort()
    return {
        "articles": count,
        "median": taken[len(taken) // 2],
        "most": taken[-len(taken) // 20],
        "megabytes": megabytes,
    }


def main() -> None:
    """Measure the sizes given and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--one", action="store_true", help="measure one size here and print JSON")
    parser.add_argument("--desk", action="store_true", help="measure arrivals at a store of each size instead")
    options = parser.parse_args()
    if options.desk:
        for size in options.sizes:
            row = measure_desk(size)
            sys.stdout.write(
                f"| {size:,} | {1000 * row['median']:.0f} | {1000 * row['most']:.0f} | {row['megabytes']:,.0f} |\n"
            )
            sys.stdout.flush()
        return
    if options.one:
        sys.stdout.write(json.dumps(measure(options.sizes[0])))
        return
    lines = ["| articles | reading s | pairs s | grouping s | peak MB | pairs | events | B-cubed F1 | exponent |"]
    lines.append("|" + "---|" * 9)
    before: dict[str, float] | None = None
    for size in options.sizes:
        command = [sys.executable, "-m", "tests.bench.bench_events", "--one", str(size)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        exponent = ""
        if before:
            cost = [one["pairs"] + one["group"] for one in (before, row)]
            exponent = f"{math.log(cost[1] / cost[0]) / math.log(size / before['articles']):.2f}"
        lines.append(
            f"| {size:,} | {row['read']:.1f} | {row['pairs']:.1f} | {row['group']:.1f} | {row['memory']:,.0f} "
            f"| {row['alike']:,} | {row['events']:,} | {row['b_cubed']:.3f} | {exponent} |"
        )
        sys.stderr.write(lines[-1] + "\n")
        before = row
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
