"""How well sources bear a summary sentence, as one figure.

A logistic regression over few signals. `service.evaluation.factuality_fit` fits the weights that
`service/languages/shared/support.toml` holds, `service.evaluation.factuality` measures them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from service.checks.support_signals import NAMES, signals
from service.languages import data_table

#: Support from which on an abstractive sentence is taken to be borne: the log odds are even there.
BORNE = 0.5


@cache
def weights() -> tuple[tuple[float, ...], float]:
    """The weight of each signal of NAMES, in that order, and the constant, in log odds of doubt."""
    table = data_table("support")
    return tuple(float(table["weights"][name]) for name in NAMES), float(table["constant"])


def weighed(found: Mapping[str, float]) -> float:
    """Signals -> support, 0 (surely wrong) .. 1 (surely borne)."""
    each, constant = weights()
    odds = constant + sum(weight * found[name] for weight, name in zip(each, NAMES, strict=True))
    return 1 / (1 + math.exp(odds))


def verbatim(text: str, sources: Sequence[str]) -> bool:
    """Whether a source has the sentence word for word, white space aside."""
    plain = " ".join(text.split())
    return any(plain in " ".join(source.split()) for source in sources)


def support(text: str, sources: Sequence[str]) -> float:
    """How well English sources bear an English sentence, 0..1; 1 where one of them holds it word for word."""
    return 1.0 if verbatim(text, sources) else weighed(signals(text, sources))
