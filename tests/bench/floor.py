"""The arithmetic floor: what one output token takes at OPUS's size, and what this machine can do.

    python -m tests.bench.floor INPUT_TOKENS OUTPUT_TOKENS BEAM      prints it as JSON

A separate process, because it imports torch: its `_int_mm` is oneDNN's int8 product, the fastest one there is on this machine.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

LAYERS, WIDTH, INNER, WORDS = 6, 512, 2048, 58_101
"""opus-mt-de-en."""


@dataclass(frozen=True)
class Work:
    """One output token. Multiply-adds count as two operations; weights are one byte each."""

    step_bytes: int
    """Weights that one decoding step reads, whatever the batch."""
    step_operations: float
    """Of the products with those weights, for every beam of one segment."""
    source_operations: float
    """The encoder's, and the keys and values made of it, spread over the output tokens."""


def work(input_tokens: float, output_tokens: float, beam: int) -> Work:
    """Of a model of that shape. Attention itself and softmax are left out: below 3 % at these lengths."""
    decoder_layer = (
        4 * WIDTH * WIDTH + 2 * WIDTH * WIDTH + 2 * WIDTH * INNER
    )  # own attention; queries and output of the other
    encoder_layer = 4 * WIDTH * WIDTH + 2 * WIDTH * INNER
    weights = LAYERS * decoder_layer + WORDS * WIDTH
    a_source_token = LAYERS * encoder_layer + LAYERS * 2 * WIDTH * WIDTH
    return Work(weights, 2.0 * weights * beam, 2.0 * a_source_token * input_tokens / output_tokens)


def int8_gops(rows: int, inner: int, columns: int, seconds: float = 1.0) -> float:
    """10^9 operations a second of int8 products of that shape, one thread on each core, each with matrices of its own."""
    import torch

    torch.set_num_threads(1)

    def run(counts: list[int], at: int) -> None:
        a = torch.randint(-64, 64, (rows, inner), dtype=torch.int8)
        b = torch.randint(-64, 64, (columns, inner), dtype=torch.int8).t()
        torch._int_mm(a, b)
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            torch._int_mm(a, b)
            counts[at] += 1

    return sum(_on_cores(run)) * 2 * rows * inner * columns / seconds / 1e9


def read_gbs(megabytes: int, seconds: float = 1.0) -> float:
    """10^9 bytes a second read by one thread on each core, each from `megabytes` of its own, again and again."""
    import torch

    torch.set_num_threads(1)

    def run(counts: list[int], at: int) -> None:
        data = torch.ones(megabytes * 250_000, dtype=torch.float32)
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            data.sum()
            counts[at] += 1

    return sum(_on_cores(run)) * megabytes * 1e6 / seconds / 1e9


def _on_cores(run: Callable[[list[int], int], None], cores: int = 2) -> list[int]:
    counts = [0] * cores
    threads = [threading.Thread(target=run, args=(counts, at)) for at in range(cores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts


def main() -> None:
    """Print work and machine."""
    tokens_in, tokens_out, beam = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    found = work(tokens_in, tokens_out, beam)
    machine = {
        "int8_gops_layer": int8_gops(128, WIDTH, INNER),
        "int8_gops_words": int8_gops(128, WIDTH, WORDS),
        "read_gbs_weights": read_gbs(found.step_bytes // 1_000_000),
        "read_gbs_memory": read_gbs(1_000),
    }
    json.dump({"work": asdict(found), "machine": machine}, sys.stdout)


if __name__ == "__main__":
    main()
