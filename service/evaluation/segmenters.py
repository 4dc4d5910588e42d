"""Sentence segmenters under one face: Tidings' own and whichever compared libraries are installed."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from service.corpus.runinfo import tidings_version
from service.evaluation.shape import TIDINGS
from service.text.segmentation import segment

Segment = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True)
class Segmenter:
    """`segment` takes a text and a language code and gives its sentences in order; white space may be lost."""

    name: str
    version: str
    segment: Segment


def segmenters(say: Callable[[str], None]) -> list[Segmenter]:
    """Tidings and every library that can be imported; `say` hears of each that can't."""
    out = [Segmenter(TIDINGS, f"tidings {tidings_version()}", segment)]
    for name, load in _LIBRARIES.items():
        try:
            found = load(import_module(_MODULES.get(name, name)))
        except ImportError:
            say(f"{name} is not installed and is left out: pip install {name}")
            continue
        out.append(Segmenter(name, f"{name} {_version(name)}", found))
    return out


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def _blingfire(module: Any) -> Segment:
    return lambda text, _: str(module.text_to_sentences(text.replace("\n", " "))).split("\n")


def _syntok(module: Any) -> Segment:
    def cut(text: str, _: str) -> list[str]:
        return [
            "".join(token.spacing + token.value for token in sentence)
            for paragraph in module.analyze(text)
            for sentence in paragraph
        ]

    return cut


def _sentencex(module: Any) -> Segment:
    return lambda text, code: list(module.segment("no" if code in ("nb", "nn") else code, text))


def _pysbd(module: Any) -> Segment:
    @cache
    def of(code: str) -> Any:
        # It has no Norwegian; Danish is the nearest that it has.
        language = {"nb": "da", "nn": "da", "sv": "da"}.get(code, code)
        return module.Segmenter(language=language, clean=False)

    return lambda text, code: list(of(code).segment(text))


def _spacy(module: Any) -> Segment:
    @cache
    def of(code: str) -> Any:
        pipeline = module.blank({"nn": "nb"}.get(code, code))
        pipeline.add_pipe("sentencizer")
        return pipeline

    return lambda text, code: [sentence.text for sentence in of(code)(text).sents]


_MODULES = {"syntok": "syntok.segmenter"}
_LIBRARIES: dict[str, Callable[[Any], Segment]] = {
    "blingfire": _blingfire,
    "syntok": _syntok,
    "sentencex": _sentencex,
    "pysbd": _pysbd,
    "spacy": _spacy,
}
