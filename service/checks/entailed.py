"""UNSUPPORTED by an entailment model: what a model wrote and its sources do not say."""

from __future__ import annotations

from collections.abc import Sequence

from models.entailment import EntailmentModel
from service.checks.differences import flags
from service.checks.support import verbatim
from service.domain import Flag, FlagCode

#: Probability of entailment below which a sentence is doubted: as likely as not.
LEAST_ENTAILMENT = 0.5


def entailment_of(text: str, sources: Sequence[str], model: EntailmentModel) -> float:
    """Probability (0..1) that the sources, read one after the other, say the sentence; 1 where one has it word for word."""
    if verbatim(text, sources):
        return 1.0
    premise = " ".join(" ".join(source.split()) for source in sources)
    return model.entail([premise], [" ".join(text.split())])[0].entailment


def check_sentence(text: str, sources: Sequence[str], model: EntailmentModel) -> tuple[Flag, ...]:
    """At most one UNSUPPORTED flag, with the probability and who says so."""
    found = entailment_of(text, sources, model)
    detail = f"entailment {found:.2f} by {model.spec.id}" if found < LEAST_ENTAILMENT else ""
    return flags(FlagCode.UNSUPPORTED, detail)
