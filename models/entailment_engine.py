"""Entailment with transformers on torch: any sequence classifier that names the three labels (BERT, RoBERTa, DeBERTa, …)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.entailment import Verdict, entailment_signature, label_order
from models.errors import InputTooLongError, UnsupportedModelError
from models.files import read_config
from models.spec import ModelSpec
from models.transformers_engine import load_whole

MAX_BATCH_TOKENS = 2048
"""Input tokens a batch, padding counted."""

LEAST_WINDOW = 32
"""Tokens of a premise that must fit beside a hypothesis."""

_UNKNOWN_LENGTH = 100_000
"""A tokenizer that knows no limit says a number far above this one."""


class TransformersEntailment:
    """See models.entailment.EntailmentModel. Float32; one call computes at a time.

    `threads` sets torch's for the whole process (0 leaves it).
    """

    name = "transformers"
    compute_type = "float32"

    def __init__(self, spec: ModelSpec, folder: Path, *, device: str = "auto", threads: int = 0) -> None:
        import torch
        import transformers

        if device not in ("auto", "cpu", "cuda") or (device == "cuda" and not torch.cuda.is_available()):
            raise UnsupportedModelError(
                f"no device {device!r} here; 'auto' and 'cpu' are there", metadata={"device": device}
            )
        self.spec = spec
        self._device = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
        if threads:
            torch.set_num_threads(threads)
        self._lock = threading.Lock()
        config = read_config(folder)
        names = {int(number): str(name) for number, name in (config.get("id2label") or {}).items()}
        self._order = label_order(names, spec.id)
        self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        if not self._tokenizer.is_fast:
            raise UnsupportedModelError(f"{spec.id} has no tokenizer that says where in a text its tokens stand")
        self._model = load_whole(
            folder, "AutoModelForSequenceClassification", torch.float32, otherwise="no classifier of texts"
        ).to(self._device)
        self._positions = _positions(config, self._tokenizer)
        self._version = str(transformers.__version__)

    @property
    def max_input_tokens(self) -> int:
        """Tokens of premise and hypothesis together, special tokens included."""
        return self._positions

    @property
    def signature(self) -> str:
        """See models.entailment.EntailmentModel."""
        return entailment_signature(
            self.spec, engine=self.name, compute_type=self.compute_type, engine_version=self._version
        )

    def entail(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        """See models.entailment.EntailmentModel."""
        owners: list[int] = []
        pairs: list[tuple[str, str]] = []
        for place, (premise, hypothesis) in enumerate(zip(premises, hypotheses, strict=True)):
            for window in self._windows(premise, hypothesis):
                owners.append(place)
                pairs.append((window, hypothesis))
        best: dict[int, Verdict] = {}
        for place, verdict in zip(owners, self._verdicts(pairs), strict=True):
            if place not in best or verdict.entailment > best[place].entailment:
                best[place] = verdict
        return [best[place] for place in range(len(premises))]

    def _windows(self, premise: str, hypothesis: str) -> list[str]:
        """The premise, or overlapping parts of it, cut between words, that fit beside the hypothesis."""
        if self._count(premise, hypothesis) <= self._positions:
            return [premise]
        beside = self._count("", hypothesis)
        room = self._positions - beside
        if room < LEAST_WINDOW:
            raise InputTooLongError(beside, self._positions - LEAST_WINDOW, model_id=self.spec.id, text=hypothesis)
        ends = [(a, b) for a, b in self._encoded(premise)["offset_mapping"] if b > a]
        windows: list[str] = []
        first = 0
        while True:
            text, last = self._fitting(premise, ends, first, room, hypothesis)
            windows.append(text)
            if last >= len(ends):
                return windows
            first = max(first + 1, (first + last) // 2)  # half a window on

    def _fitting(
        self, premise: str, ends: Sequence[tuple[int, int]], first: int, room: int, hypothesis: str
    ) -> tuple[str, int]:
        """The longest run of whole words from token `first` on that fits, and the first token after it.

        A piece cut out of a text may make a few tokens more than it had there, so it is counted again.
        """
        start = premise.rfind(" ", 0, ends[first][0] + 1) + 1
        for last in range(min(len(ends), first + room), first, -1):
            end = len(premise) if last == len(ends) else premise.rfind(" ", start, ends[last][0] + 1)
            text = premise[start:end] if end > start else premise[start : ends[last - 1][1]]
            if self._count(text, hypothesis) <= self._positions:
                return text, last
        raise InputTooLongError(room + 1, room, model_id=self.spec.id, text=premise[start:])

    def _encoded(self, premise: str) -> Any:
        return self._tokenizer(premise, truncation=False, return_offsets_mapping=True, verbose=False)

    def _count(self, premise: str, hypothesis: str) -> int:
        return len(self._tokenizer(premise, hypothesis, truncation=False, verbose=False)["input_ids"])

    def _verdicts(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """One verdict a pair that fits, computed in batches of like length."""
        import torch

        lengths = [self._count(premise, hypothesis) for premise, hypothesis in pairs]
        out: list[Verdict] = [Verdict(0.0, 1.0, 0.0)] * len(pairs)
        for batch in _batches(lengths):
            inputs = self._tokenizer(
                [pairs[place][0] for place in batch],
                [pairs[place][1] for place in batch],
                truncation=False,
                padding=True,
                return_tensors="pt",
            ).to(self._device)
            with self._lock, torch.inference_mode():
                shares = self._model(**inputs).logits.float().softmax(-1).tolist()
            for place, row in zip(batch, shares, strict=True):
                out[place] = Verdict(*(row[number] for number in self._order))
        return out


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of like length together, at most MAX_BATCH_TOKENS padded tokens each."""
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        if batches and lengths[batches[-1][0]] * (len(batches[-1]) + 1) <= MAX_BATCH_TOKENS:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def _positions(config: dict[str, Any], tokenizer: Any) -> int:
    """The longest pair: positions of the model, less those that RoBERTa leaves unused, and no more than its tokenizer says."""
    stated = int(getattr(tokenizer, "model_max_length", _UNKNOWN_LENGTH))
    positions = int(config.get("max_position_embeddings", 512))
    if "roberta" in str(config["model_type"]):
        positions -= int(config.get("pad_token_id", 1)) + 1
    return min(positions, stated) if stated < _UNKNOWN_LENGTH else positions
