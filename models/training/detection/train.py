"""Distributions of words -> weights: the loop of sgd.c, compiled when first needed."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.detection.words import NINE, Distribution

LONGEST_GROUP = 5
RATE = 0.1
SMOOTHING = 0.02
ROUNDS = 8
LENGTHS = {1: 0.3, 2: 0.3, 3: 0.15, 5: 0.12, 8: 0.08, 14: 0.05}
"""Words of a sample and how often a sample has them: short texts are the hard ones."""
TEMPERATURES = (1.0, 0.6, 0.35)
"""Exponents of a word's share: as in texts, and twice flatter, so that rare words are seen."""
LONG_WORD = 5
IMPORTANCE = {"nb": 4.0, "nn": 4.0, "da": 3.0}
"""How often a language is drawn: the nine 2, others 0.7, those with a list of a few hundred words 0.5."""


def letter_groups(word: str) -> list[str]:
    """As service.text.detection_model.letter_groups, which a test holds equal (models import nothing of service)."""
    framed = f"<{word}>"
    groups = [
        framed[start : start + size]
        for size in range(1 if len(framed) <= 3 else 2, LONGEST_GROUP + 1)
        for start in range(len(framed) - size + 1)
    ]
    return [*groups, f"={word}"]


@dataclass(frozen=True)
class Weights:
    """`rows` x languages, float32; `biases`, one a language; `languages`, the nine first."""

    weights: NDArray[np.float32]
    biases: NDArray[np.float32]
    languages: tuple[str, ...]

    def nynorsk(self, word: str) -> float:
        """The probability (0..1) that a word is nn, if it is nb or nn."""
        mask = len(self.weights) - 1
        rows = [zlib.crc32(group.encode()) & mask for group in letter_groups(word)]
        nb, nn = self.weights[rows, :2].sum(axis=0) + self.biases[:2]
        return float(1 / (1 + np.exp(nb - nn)))

    def quantised(self) -> tuple[NDArray[np.int8], float]:
        """Weights as int8 and the scale that gives them back; a row's mean says nothing and is taken out."""
        centred = self.weights - self.weights.mean(axis=1, keepdims=True)
        scale = float(f"{float(np.quantile(np.abs(centred), 0.99995)) / 127:.3g}")
        return np.clip(np.rint(centred / scale), -127, 127).astype(np.int8), scale


def _compiled() -> Any:
    folder = tempfile.mkdtemp(prefix="tidings-detection-")
    library = Path(folder) / "sgd.so"
    source = Path(__file__).parent / "sgd.c"
    subprocess.run(
        ["cc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", str(source), "-o", str(library), "-lm"],
        check=True,
    )
    compiled = ctypes.CDLL(str(library))
    compiled.train.restype = ctypes.c_double
    return compiled


def _at(array: NDArray[Any]) -> ctypes.c_void_p:
    return array.ctypes.data_as(ctypes.c_void_p)


def train(words: Mapping[str, Distribution], bits: int, samples: int) -> Weights:
    """Weights of 2**`bits` rows from `samples` samples. Prints the loss of each eighth of them."""
    languages = (*NINE, *sorted(set(words) - set(NINE)))
    vocabulary = sorted(set().union(*words.values()))
    number = {word: i for i, word in enumerate(vocabulary)}
    mask = (1 << bits) - 1
    rows, ends = array("i"), [0]
    for word in vocabulary:
        rows.extend(zlib.crc32(group.encode()) & mask for group in letter_groups(word))
        ends.append(len(rows))
    first, features = np.array(ends, np.int64), np.array(rows, np.int32)
    starts, sizes, drawn, cumulative = _samplers([words[code] for code in languages], number)
    importance = np.array([_importance(code, len(words[code])) for code in languages])
    language_cumulative = np.cumsum(importance / importance.sum())
    lengths = np.array(list(LENGTHS), np.int32)
    length_cumulative = np.cumsum(list(LENGTHS.values()))
    weights = np.zeros((1 << bits, len(languages)), np.float32)
    squares = np.zeros_like(weights)
    biases, bias_squares = np.zeros(len(languages), np.float32), np.zeros(len(languages), np.float32)
    library = _compiled()
    steps = samples // ROUNDS
    for round_number in range(ROUNDS):
        loss = library.train(
            _at(weights), _at(squares), _at(biases), _at(bias_squares), ctypes.c_int(len(languages)), _at(first),
            _at(features), _at(starts), _at(sizes), _at(drawn), _at(cumulative), _at(language_cumulative),
            _at(length_cumulative), _at(lengths), ctypes.c_int(len(lengths)), ctypes.c_int64(steps),
            ctypes.c_int64(round_number * steps), ctypes.c_int64(samples), ctypes.c_double(RATE),
            ctypes.c_double(SMOOTHING), ctypes.c_uint64(round_number + 1),
        )  # fmt: skip
        print(f"{(round_number + 1) * steps:,} samples, loss {loss:.4f}", flush=True)  # noqa: T201  # a recipe talks
    return Weights(weights, biases, languages)


def _importance(code: str, size: int) -> float:
    return IMPORTANCE.get(code, 2.0) if code in NINE else 0.7 if size > 1000 else 0.5


def _samplers(
    distributions: list[Distribution], number: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
    """Where each (language, temperature, any or long words) starts, its size; word numbers, cumulative shares."""
    starts, sizes, ids, sums = [], [], [], []
    at = 0
    for words in distributions:
        these = np.array([number[word] for word in words], np.int32)
        shares = np.array(list(words.values()))
        is_long = np.array([len(word) >= LONG_WORD for word in words])
        for temperature in TEMPERATURES:
            for kept in (np.ones_like(is_long), is_long):
                share = shares**temperature * kept
                starts.append(at)
                sizes.append(len(these))
                ids.append(these)
                sums.append(np.cumsum(share / share.sum()))
                at += len(these)
    return np.array(starts, np.int64), np.array(sizes, np.int64), np.concatenate(ids), np.concatenate(sums)
