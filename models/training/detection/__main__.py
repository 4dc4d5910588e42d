"""See models.training.detection."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np

from models.training.detection.train import Weights, train
from models.training.detection.words import (
    Norwegian,
    Sources,
    distributions,
    of_dictionaries,
    of_packs,
    of_pairs,
    word_table,
)

FIRST_SAMPLES = 1_000_000
FIRST_BITS = 17
LEAST_SHARE = 3e-7
"""Words rarer than this in all of the nine are judged by their letters alone."""
WIDTH = 118


def main() -> None:
    """Read the sources, train twice, write the weights and the [model] table."""
    parser = argparse.ArgumentParser(prog="python -m models.training.detection")
    parser.add_argument("--pairs", type=Path, required=True, help="pairs.tsv.xz of the translator's training data")
    parser.add_argument("--packs", type=Path, required=True, help="folder with Firefox language packs")
    parser.add_argument("--folder", type=Path, default=Path("service/text"), help="where the tables go")
    parser.add_argument("--table", type=Path, default=Path("service/languages/shared/detection.toml"))
    parser.add_argument("--bits", type=int, default=17, help="log2 of the rows")
    parser.add_argument("--samples", type=int, default=8_000_000)
    parser.add_argument("--words", type=int, default=60_000, help="most words a language to learn from")
    parser.add_argument("--listed", type=int, default=90_000, help="most words a language in the table of words")
    parser.add_argument("--forms", type=int, default=40_000, help="most dictionary forms a language")
    arguments = parser.parse_args()
    pairs = of_pairs(arguments.pairs)
    sources = Sources(pairs, of_packs(arguments.packs), of_dictionaries(arguments.forms), Norwegian(pairs))
    texts = distributions(sources, None, arguments.words, with_forms=False)
    first = train(texts, FIRST_BITS, FIRST_SAMPLES)
    nynorsk = {word: first.nynorsk(word) for word in sources.norwegian.unknown}
    # The dictionaries' forms helped the table of words, and cost the letter groups a point of accuracy on word pairs.
    listed = distributions(sources, nynorsk, arguments.listed, with_forms=True)
    keys, rows = word_table(listed, LEAST_SHARE)
    np.save(arguments.folder / "detection_word_keys.npy", np.array(keys, np.uint32))
    np.save(arguments.folder / "detection_word_shares.npy", np.array(rows, np.uint8))
    words = distributions(sources, nynorsk, arguments.words, with_forms=False)
    made = train(words, arguments.bits, arguments.samples)
    write(made, arguments.folder / "detection_weights.npy", arguments.table)


def write(made: Weights, weights: Path, table: Path) -> None:
    """Write the int8 weights, and the [model] table over the one that is in `table`."""
    quantised, scale = made.quantised()
    np.save(weights, quantised)
    text = table.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^scale = .*$", f"scale = {scale}", text)
    text = re.sub(
        r"(?ms)(^\[model\].*?^languages = \[)[^]]*", rf"\g<1>\n{_rows([repr(c) for c in made.languages])}", text
    )
    text = re.sub(r"(?ms)^biases = \[[^]]*", f"biases = [\n{_rows([f'{bias:.3f}' for bias in made.biases])}", text)
    table.write_text(text, encoding="utf-8")


def _rows(values: list[str]) -> str:
    lines, line = [], " "
    for value in values:
        item = f" {value.replace(chr(39), chr(34))},"
        if len(line) + len(item) > WIDTH:
            lines.append(line)
            line = " "
        line += item
    return "\n".join([*lines, line]) + "\n"


if __name__ == "__main__":
    main()
