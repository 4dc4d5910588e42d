"""ModelSpec: all that is known of a checkpoint before it is loaded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from models.options import DecodingOptions


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A sentence and what the checkpoint says to it (float32, the spec's own beam).

    `recorded` is false for a plain sentence with the one translation that any sound model comes close to: a guard for
    checkpoints that nobody here could run. An empty `output` then means: most of the output's words stand in the input.
    """

    input: str
    output: str
    language_code: str
    recorded: bool = True


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One table of catalog.toml, or a local folder.

    `task` is `translation`, `summarization` or `entailment`. `languages` are the source languages routed to it (BCP-47).
    `prefix` is put before every input (`>>eng<< `), empty for none. `summary_input` is `sentence` for a compressor
    that shortens a sentence or two, `document` for a model that reads a whole article. `size_mb` is the download.
    """

    id: str
    revision: str
    task: str
    architecture: str
    licence: str
    languages: tuple[str, ...]
    size_mb: int
    prefix: str = ""
    summary_input: str = "document"
    bundled: bool = False
    description: str = ""
    scores: tuple[tuple[str, float], ...] = ()
    """What it was measured to score, e.g. (("chrf.nb", 50.5), …); empty where nobody measured it here."""
    score_floor: float | None = None
    """Mean log probability a token below which a translation is flagged LOW_CONFIDENCE; None where not calibrated."""
    known_answers: tuple[KnownAnswer, ...] = ()
    known_answers_beam: int = 4
    checksums: tuple[tuple[str, str], ...] = ()
    """SHA-256 by file name, where pinned."""
    target_languages: tuple[str, ...] = ("en",)
    decoding: DecodingOptions = DecodingOptions()  # noqa: RUF009 - frozen
    """What the model's makers decode it with; callers may choose otherwise. Not part of the signature by itself."""
    folder: str = ""
    """Where a model given as a path lies; empty for the catalogue's."""


def signature(spec: ModelSpec, options: DecodingOptions, *, engine: str, compute_type: str, engine_version: str) -> str:
    """`id@revision|engine:version|compute_type|beam:4|…#digest`: readable, and equal only where the output must be.

    The digest is the first 12 hex digits of the SHA-256 of the canonical JSON of all of it.
    """
    parts = {
        "model": spec.id,
        "revision": spec.revision,
        "prefix": spec.prefix,
        "engine": engine,
        "engine_version": engine_version,
        "compute_type": compute_type,
        "options": options.canonical(),
    }
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
    return f"{spec.id}@{spec.revision}|{engine}:{engine_version}|{compute_type}|beam:{options.beam_size}#{digest}"
