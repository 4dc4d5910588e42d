"""Good pairs to spoil: this folder's own, or any folder of line-aligned files."""

from __future__ import annotations

import json
from pathlib import Path

from tests.quality.injection.kinds import Pair

_HERE = Path(__file__).parent


def own_pairs() -> dict[str, list[Pair]]:
    """The pairs written for this project, by language."""
    found = {}
    for path in sorted(_HERE.glob("pairs.*.jsonl")):
        code = path.name.split(".")[1]
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found[code] = [Pair(record["original"], code, record["english"]) for record in records]
    return found


def read_folder(folder: Path) -> dict[str, list[Pair]]:
    """Every `NAME.LANG` of the folder with its `NAME.en`, line by line, empty lines left out."""
    found: dict[str, list[Pair]] = {}
    for path in sorted(folder.glob("*.*")):
        code, english = path.suffix[1:], path.with_suffix(".en")
        if code == "en" or not english.exists():
            continue
        lines = zip(
            path.read_text(encoding="utf-8").splitlines(),
            english.read_text(encoding="utf-8").splitlines(),
            strict=True,
        )
        found.setdefault(code, []).extend(Pair(a, code, b) for a, b in lines if a.strip() and b.strip())
    return found
