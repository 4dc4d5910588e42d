"""The name of an evaluation -> its report."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from service.errors import ConfigurationError
from service.evaluation.shape import Context, Report

EVALUATIONS: Mapping[str, str] = {
    "translation": "chrF, BLEU, flags and speed of the translators, alone and in Tidings",
    "detection": "language detection, beside lingua",
    "cleaning": "what of an article's body is kept and what of a page's furniture is dropped",
    "segmentation": "sentence boundaries, beside the libraries that are installed",
    "events": "articles grouped into events",
    "summaries": "summaries of articles and events",
    "factuality": "the detector of unsupported summaries, against labels of others",
}
"""Name -> what it measures. Each is a module of this package with a function `run`."""


class _Module(Protocol):
    def run(self, context: Context) -> Report:
        """Measure."""


def evaluate(name: str, context: Context) -> Report:
    """Run the evaluation `name` of EVALUATIONS on the data of `context`.

    Raises ConfigurationError for an unknown name, for data that is missing or malformed and for a library that is not
    installed; ModelUnavailableError where no model can be loaded.
    """
    if name not in EVALUATIONS:
        raise ConfigurationError(
            "UNKNOWN_EVALUATION", f"there is no evaluation {name!r}; there are {', '.join(EVALUATIONS)}"
        )
    module = cast(_Module, import_module(f"service.evaluation.{name}"))
    return module.run(context)
