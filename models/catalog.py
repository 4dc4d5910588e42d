"""catalog.toml as ModelSpecs. What the bundled checkpoints say is read from their own folders."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from models.base import DecodingOptions
from models.errors import CorruptModelError
from models.files import WEIGHTS, DigestMemo, content_digest
from models.spec import KnownAnswer, ModelSpec

CATALOG = Path(__file__).with_name("catalog.toml")
BUNDLED_DIR = Path(__file__).with_name("bundled")
KNOWN_ANSWERS = "known_answers.json"
SCORES = "scores.json"
REVISION_DIGITS = 12


def load_catalog(path: Path, bundled_dir: Path, memo: DigestMemo) -> tuple[ModelSpec, ...]:
    """Every table of the catalogue, in its order. A bundled model whose folder is absent is left out."""
    tables: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
    specs = []
    for table in tables:
        if not table.get("bundled"):
            specs.append(_spec(table))
        elif (bundled_dir / table["id"] / "config.json").is_file():
            specs.append(_bundled(table, bundled_dir / table["id"], memo))
    return tuple(specs)


def _spec(table: dict[str, Any], **more: Any) -> ModelSpec:
    fields = {**table, **more}
    sanity = fields.pop("sanity", ())
    fields["languages"] = tuple(fields["languages"])
    fields["decoding"] = DecodingOptions(**fields.get("decoding", {}))
    fields.setdefault("known_answers", tuple(KnownAnswer(**case, recorded=False) for case in sanity))
    fields["checksums"] = tuple(sorted(fields.get("checksums", {}).items()))
    return ModelSpec(**fields)


def _bundled(table: dict[str, Any], folder: Path, memo: DigestMemo) -> ModelSpec:
    answers, beam = read_known_answers(folder)
    return _spec(
        table,
        revision=content_digest(folder, memo)[:REVISION_DIGITS],
        known_answers=answers,
        known_answers_beam=beam,
        scores=_scores(folder, memo),
        score_floor=_measured(folder, memo).get("score_floor"),
    )


def read_known_answers(folder: Path) -> tuple[tuple[KnownAnswer, ...], int]:
    """known_answers.json of a checkpoint folder, and the beam they were made with; none where there is no such file."""
    path = folder / KNOWN_ANSWERS
    if not path.is_file():
        return (), 4
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        cases = [KnownAnswer(case["input"], case["output"], case["language_code"]) for case in data["cases"]]
        return tuple(cases), int(data["beam_size"])
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptModelError(f"{path} does not read: {error!r}", metadata={"file": str(path)}) from error


def _scores(folder: Path, memo: DigestMemo) -> tuple[tuple[str, float], ...]:
    return tuple((str(name), float(value)) for name, value in _measured(folder, memo).get("scores", {}).items())


def _measured(folder: Path, memo: DigestMemo) -> dict[str, Any]:
    """What the folder's scores.json says of exactly these weights; nothing for others, so that no stale figure is used."""
    path = folder / SCORES
    if not path.is_file():
        return {}
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data if data["weights_sha256"] == memo.sha256(folder / WEIGHTS) else {}


def small_models_notice(specs: Iterable[ModelSpec]) -> str | None:
    """One line for reports, logs and the command's last line where bundled models run; None where none does."""
    small = [spec for spec in specs if spec.bundled]
    if not small:
        return None
    names = " and ".join(spec.id for spec in small)
    chrf = [
        f"{name.removeprefix('chrf.')} {value:g}"
        for spec in small
        for name, value in spec.scores
        if name.startswith("chrf.")
    ]
    scored = f" (chrF on the NTREX-128 news test, 0 to 100: {', '.join(chrf)})" if chrf else ""
    return f"{names}: small models for demonstration, not for publication{scored}; `tidings models pull` gets the large ones"
