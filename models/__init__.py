"""Everything that knows what a neural model is: catalogue, files, conversion, engines. Imports nothing of `service`.

`ModelRepository` finds a checkpoint, `open_engine` loads it; the rest of Tidings sees only models.base.Engine, and of
those that judge instead of writing models.entailment.EntailmentModel (`open_entailment`).
"""

from __future__ import annotations

from models.base import DecodingOptions, Engine, Hypothesis, Summarizer, Translator
from models.engines import ENGINES, opener
from models.known_answers import check_known_answers
from models.repository import ModelRepository
from models.spec import KnownAnswer, ModelSpec

__all__ = [
    "ENGINES",
    "DecodingOptions",
    "Engine",
    "Hypothesis",
    "KnownAnswer",
    "ModelRepository",
    "ModelSpec",
    "Summarizer",
    "Translator",
    "open_engine",
]


def open_engine(
    spec: ModelSpec,
    repository: ModelRepository,
    *,
    engine: str = "ctranslate2",
    compute_type: str = "default",
    device: str = "auto",
    threads: int = 0,
    replicas: int = 0,
    check: bool = True,
) -> Engine:
    """Load a checkpoint, converting it first where the engine needs that, and check its known answers.

    `compute_type` `default`: float16 on a GPU and int8 on a CPU with ctranslate2, float32 with transformers. `device` is auto,
    cpu or cuda. `threads` is the cores to use in all, `replicas` the batches at once; 0 chooses. Raises ModelNotInstalledError,
    CorruptModelError, UnsupportedModelError or, unless `check` is false, KnownAnswerError.
    """
    loaded = opener(engine)(
        spec, repository, compute_type=compute_type, device=device, threads=threads, replicas=replicas
    )
    if check:
        check_known_answers(loaded)
    return loaded
