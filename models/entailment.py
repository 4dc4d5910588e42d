"""Whether a text says what a sentence says: the protocol of entailment models, their labels, and the check at load.

An entailment model (natural language inference) reads a premise and a hypothesis and answers with three probabilities.
Nothing here imports torch or transformers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from models.errors import KnownAnswerError, UnsupportedModelError
from models.repository import ModelRepository
from models.spec import ModelSpec

LABELS = ("entailment", "neutral", "contradiction")

KNOWN_PAIRS = (
    ("Twelve people were injured in a fire in Bergen on Friday.", "People were injured in a fire.", "entailment"),
    ("Twelve people were injured in a fire in Bergen on Friday.", "Nobody was injured in the fire.", "contradiction"),
    ("The council rejected the plan for a new harbour.", "The council approved the plan.", "contradiction"),
    ("The council rejected the plan for a new harbour.", "The council rejected a plan.", "entailment"),
)
"""Premise, hypothesis, and the label that any sound model gives it: what tells a checkpoint whose labels are swapped."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probabilities, each 0..1, together 1: the premise says it, leaves it open, denies it."""

    entailment: float
    neutral: float
    contradiction: float

    @property
    def label(self) -> str:
        """The likeliest of LABELS."""
        return max(LABELS, key=lambda name: float(getattr(self, name)))


@runtime_checkable
class EntailmentModel(Protocol):
    """A loaded checkpoint of task `entailment`. Safe to call from several threads."""

    @property
    def spec(self) -> ModelSpec:
        """What is known of the checkpoint."""

    @property
    def signature(self) -> str:
        """Model id, revision, engine and compute type in one line: what judged a sentence."""

    def entail(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        """One verdict a pair: of a premise longer than the model reads, that of the window that entails most.

        Windows overlap by half, so nothing is cut (the zero-shot maximum of SummaC, Laban et al. 2022). Raises
        models.errors.InputTooLongError where a hypothesis alone is too long.
        """


def label_order(names: Mapping[int, str], model_id: str) -> tuple[int, int, int]:
    """The output numbers of LABELS, from config.json's `id2label`.

    Raises UnsupportedModelError where the three are not named: a guessed order would turn every verdict round.
    """
    found = {
        label: [number for number, name in names.items() if name.lower().startswith(label[:9])] for label in LABELS
    }
    if len(names) != len(LABELS) or any(len(numbers) != 1 for numbers in found.values()):
        raise UnsupportedModelError(
            f"{model_id}: its labels are {', '.join(names[n] for n in sorted(names)) or 'not named'}; an entailment model names "
            f"{', '.join(LABELS)} in config.json (id2label)",
            metadata={"model_id": model_id, "labels": ",".join(names[n] for n in sorted(names))},
        )
    first, second, third = (found[label][0] for label in LABELS)
    return first, second, third


def entailment_signature(spec: ModelSpec, *, engine: str, compute_type: str, engine_version: str) -> str:
    """`id@revision|engine:version|compute_type#digest`, as models.spec.signature without decoding options."""
    parts = {
        "model": spec.id,
        "revision": spec.revision,
        "engine": engine,
        "engine_version": engine_version,
        "compute_type": compute_type,
    }
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
    return f"{spec.id}@{spec.revision}|{engine}:{engine_version}|{compute_type}#{digest}"


def check_known_pairs(model: EntailmentModel) -> None:
    """Raises KnownAnswerError where the model mistakes one of KNOWN_PAIRS."""
    verdicts = model.entail([premise for premise, _, _ in KNOWN_PAIRS], [text for _, text, _ in KNOWN_PAIRS])
    for (premise, text, label), verdict in zip(KNOWN_PAIRS, verdicts, strict=True):
        if verdict.label != label:
            raise KnownAnswerError(
                model_id=model.spec.id,
                input=f"{premise} -> {text}",
                expected=label,
                output=verdict.label,
                rule="the likeliest label of a plain pair",
            )


def open_entailment(
    spec: ModelSpec, repository: ModelRepository, *, device: str = "auto", threads: int = 0, check: bool = True
) -> EntailmentModel:
    """Load an entailment checkpoint (torch, float32) and check KNOWN_PAIRS.

    Raises ModelNotInstalledError, CorruptModelError, UnsupportedModelError or, unless `check` is false,
    KnownAnswerError.
    """
    from models.entailment_engine import TransformersEntailment

    model = TransformersEntailment(spec, repository.locate(spec), device=device, threads=threads)
    if check:
        check_known_pairs(model)
    return model
