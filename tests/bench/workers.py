"""The systems that are compared, each in a process of its own that stays loaded between repetitions.

    python -m tests.bench.workers transformers|ctranslate2|tidings FOLDER SCRATCH

Reads a question a line, {"way": …, "texts": […]}, and answers {"seconds": …, "tokens": …, "cpu": …}.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench.newsroom import BEAM, OUTPUT_TOKENS

Run = Callable[[Any], int]


def transformers_ways(folder: Path, scratch: Path) -> dict[str, Run]:
    """`generate` in float32 and bfloat16, batch 16, and one text at a time: as LibreTranslate and EasyNMT call a model."""
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, logging

    logging.set_verbosity_error()
    torch.set_num_threads(2)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    models = {
        name: AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=getattr(torch, name)).eval()
        for name in ("float32", "bfloat16")
    }

    def generate(name: str, size: int, texts: Sequence[str]) -> int:
        tokens = 0
        # Of like length together, as a careful caller would.
        ordered = sorted(texts, key=len)
        for at in range(0, len(ordered), size):
            batch = tokenizer(ordered[at : at + size], return_tensors="pt", padding=True)
            with torch.inference_mode():
                out = models[name].generate(
                    **batch,
                    num_beams=BEAM,
                    min_new_tokens=OUTPUT_TOKENS,
                    max_new_tokens=OUTPUT_TOKENS,
                    forced_eos_token_id=None,
                )
            tokens += int((out[:, 1:] != tokenizer.pad_token_id).sum())
            tokenizer.batch_decode(out, skip_special_tokens=True)
        return tokens

    return {
        "float32 batch 16": lambda texts: generate("float32", 16, texts),
        "bfloat16 batch 16": lambda texts: generate("bfloat16", 16, texts),
        "float32 one": lambda texts: generate("float32", 1, texts),
    }


def ctranslate2_ways(folder: Path, scratch: Path) -> dict[str, Run]:
    """`translate_batch` at several settings, named `TYPE REPLICASxTHREADS BATCH_TOKENS`, and one text at a time."""
    import ctranslate2

    from models.tokenizer import load_tokenizer
    from tests.bench.checkpoint import converted

    tokenizer = load_tokenizer(folder, "marian")

    def run(translator: Any, batch_tokens: int, texts: Sequence[str]) -> int:
        rows = tokenizer.encode(texts, "")
        results = translator.translate_batch(
            rows,
            max_batch_size=batch_tokens,
            batch_type="tokens",
            beam_size=BEAM,
            min_decoding_length=OUTPUT_TOKENS - 1,
            max_decoding_length=OUTPUT_TOKENS,
            disable_unk=True,
            return_scores=True,
            return_end_token=True,
        )
        for result in results:
            tokenizer.decode(result.hypotheses[0])
        return sum(len(result.hypotheses[0]) for result in results)

    def one(translator: Any, texts: Sequence[str]) -> int:
        return sum(run(translator, 0, [text]) for text in texts)

    out: dict[str, Run] = {}
    for kind, storage in (("int8", "int8"), ("float32", "source")):
        for replicas, threads in ((2, 1), (1, 2)):
            translator = ctranslate2.Translator(
                str(converted(folder, storage)),
                compute_type=kind,
                inter_threads=replicas,
                intra_threads=threads,
                max_queued_batches=-1,
            )
            for tokens in (512, 1024, 2048):
                name = f"{kind} {replicas}x{threads} {tokens}"
                out[name] = lambda texts, t=translator, n=tokens: run(t, n, texts)  # type: ignore[misc]
            out[f"{kind} {replicas}x{threads} one"] = lambda texts, t=translator: one(t, texts)  # type: ignore[misc]
    return out


def tidings_ways(folder: Path, scratch: Path) -> dict[str, Run]:
    """Whole articles through Newsroom.translate, from as many threads as a server has workers. Never the same article twice."""
    from service.domain import Document
    from tests.bench.newsroom import newsroom

    room = newsroom(folder, scratch)

    def translate(article: dict[str, str]) -> int:
        document = Document(article["document_id"], text=article["text"], language_code=article["language_code"])
        return cut_off(room.translate(document).segments) * OUTPUT_TOKENS

    def threads(count: int) -> Run:
        pool = ThreadPoolExecutor(count)
        return lambda articles: sum(pool.map(translate, articles))

    return {"2 threads": threads(2), "8 threads": threads(8), "32 threads": threads(32)}


def cut_off(segments: Sequence[Any]) -> int:
    """How many of `segments` the decoder gave its whole length to; a check says so of each (random weights never end)."""
    return sum(any(flag.code.value == "TRUNCATED" for flag in segment.flags) for segment in segments)


def cut_off_message(segments: Sequence[Any]) -> int:
    """As `cut_off`, of a reply's messages."""
    from tidings.v1 import newsroom_pb2 as pb

    return sum(any(flag.code == pb.Flag.CODE_TRUNCATED for flag in segment.flags) for segment in segments)


WAYS = {"transformers": transformers_ways, "ctranslate2": ctranslate2_ways, "tidings": tidings_ways}


def main() -> None:
    """Answer until standard input ends."""
    ways = WAYS[sys.argv[1]](Path(sys.argv[2]), Path(tempfile.mkdtemp(dir=sys.argv[3])))
    sys.stdout.write(json.dumps(sorted(ways)) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        question = json.loads(line)
        began, cpu = time.perf_counter(), time.process_time()
        tokens = ways[question["way"]](question["texts"])
        answer = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "tokens": tokens}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
