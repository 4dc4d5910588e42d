"""Everything about speed in one run: `make bench`.

    .venv/bin/python -m tests.bench.bench_speed [--small] [--rounds 5] [--only speed,serving,floor] [--out build/bench]

Prints the tables of docs/benchmarks.md and writes them with all single figures to OUT/bench.json, the plot to OUT/speed.svg.
Judges nothing. A run takes about 20 minutes on two cores; `--small` takes two, and its figures mean nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import serving
from tests.bench.checkpoint import converted, opus_folder
from tests.bench.newsroom import BEAM, OUTPUT_TOKENS
from tests.bench.processes import ROOT
from tests.bench.report import cached_table, speed_plot, speed_table
from tests.bench.speed import SMALL, B, E, Row, Sizes, measure, segments_of, systems
from tests.bench.texts import articles

PARTS = ("speed", "serving", "floor")


def say(line: str) -> None:
    """Print now."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def machine() -> dict[str, Any]:
    """Where this was measured."""
    from importlib.metadata import version

    names = [line for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if "model name" in line]
    packages = ("ctranslate2", "transformers", "torch", "grpcio", "protobuf")
    return {
        "processor": names[0].partition(":")[2].strip() if names else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
        "packages": {name: version(name) for name in packages},
    }


def speed(folder: Path, scratch: Path, rounds: int, sizes: Sizes) -> dict[str, Any]:
    """Output tokens a second, side by side."""
    say("Speed: the same new segments, every output of one length, cold cache, checks on, repair off")
    with systems(folder, scratch) as children:
        rows, more = measure(children, rounds, sizes, say)
    by_name = {row.name: row for row in rows}
    table = speed_table(rows, by_name[B], by_name[E])
    say(table)
    more["weights_mb"] = (converted(folder, "int8") / "model.bin").stat().st_size / 1e6
    say(f"  resident: {json.dumps(more['resident_mb'])} MB, of which weights {more['weights_mb']:,.0f} MB")
    return {"table": table, "rows": [asdict(row) for row in rows], **more}


def serve(scratch: Path, rounds: int, small: bool) -> dict[str, Any]:
    """Start-up, memory, cached requests, fairness, of `tidings serve` with the bundled models."""
    say("A server with the bundled models")
    out: dict[str, Any] = {"start_up": serving.start_up(scratch, rounds, say)}
    with serving.served(scratch) as server:
        rows = serving.cached(server, rounds, 400 if small else 10_000, say)
    out["cached"] = {"table": cached_table(rows), "rows": rows}
    say(out["cached"]["table"])
    with serving.served(scratch) as server:
        out["memory"] = serving.memory(server, 10 if small else 300, 1_000 if small else 100_000, say)
    out["fairness"] = serving.fairness(scratch, 5 if small else 60, say)
    return out


def floor() -> dict[str, Any]:
    """What a token takes and what the machine has."""
    from models.tokenizer import load_tokenizer

    rows = load_tokenizer(opus_folder(), "marian").encode(segments_of(articles(8, 16, seed=91)), "")
    tokens = sum(map(len, rows)) / len(rows)
    command = [sys.executable, "-m", "tests.bench.floor", str(tokens), str(OUTPUT_TOKENS), str(BEAM)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "protos")])}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=ROOT)
    out: dict[str, Any] = {"input_tokens": tokens, **json.loads(done.stdout)}
    needs, has = out["work"], out["machine"]
    out["bound_operations"] = has["int8_gops_layer"] * 1e9 / (needs["step_operations"] + needs["source_operations"])
    say(
        f"Floor: {(needs['step_operations'] + needs['source_operations']) / 1e6:,.0f} M operations a token, "
        f"{needs['step_bytes'] / 1e6:,.1f} MB of weights a step; the machine: {has['int8_gops_layer']:,.0f} G int8 operations "
        f"a second ({has['int8_gops_words']:,.0f} for the words' product), {has['read_gbs_weights']:,.1f} GB/s of weights, "
        f"{has['read_gbs_memory']:,.1f} GB/s of memory; so at most {out['bound_operations']:,.0f} tokens/s"
    )
    return out


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="tiny sizes, to try the harness")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench")
    options = parser.parse_args()
    if unknown := set(options.only.split(",")) - set(PARTS):
        parser.error(f"--only has {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    rounds = 1 if options.small else options.rounds
    options.out.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"machine": machine()}
    say(json.dumps(found["machine"]))
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as scratch:
        if "floor" in options.only:
            found["floor"] = floor()
        if "serving" in options.only:
            found["serving"] = serve(Path(scratch), rounds, options.small)
        if "speed" in options.only:
            sizes = SMALL if options.small else Sizes()
            found["speed"] = speed(opus_folder(), Path(scratch), rounds, sizes)
            rows = [Row(**row) for row in found["speed"]["rows"]]
            title = "Output tokens a second: median and range (74 M parameters, beam 4)"
            (options.out / "speed.svg").write_text(speed_plot(rows, title), encoding="utf-8")
    (options.out / "bench.json").write_text(json.dumps(found, indent=1, sort_keys=True), encoding="utf-8")
    say(f"all figures: {options.out / 'bench.json'}")


if __name__ == "__main__":
    main()
