"""The gate on translation: our own sentences with our own references, through the bundled model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from sacrebleu.metrics import CHRF

from service.config import Settings
from service.evaluation.shape import Context
from service.evaluation.translators import RAW, Systems
from tests.quality.floors import HERE, digest, holds, load

LANGUAGES = ("nb", "nn", "de")
FILES = {code: HERE / "translation" / f"{code}.tsv" for code in LANGUAGES}
MODEL = "tidings-mt-small"

#: chrF that checks and repair may cost beside the checkpoint alone (issue 4).
MOST_LOST = 0.2


def rows(code: str) -> list[tuple[str, str, str]]:
    """(kind, source, reference) of each segment."""
    lines = FILES[code].read_text(encoding="utf-8").splitlines()
    return [(kind, source, reference) for kind, source, reference in (line.split("\t") for line in lines)]


@cache
def measure() -> dict[str, dict[str, float]]:
    """Language -> figures, one decimal more than floors have."""
    systems = Systems.open(Context(Path(), Settings(translators={"*": MODEL})))
    out = {}
    for code in LANGUAGES:
        _, sources, references = zip(*rows(code), strict=True)
        figures: dict[str, float] = {}
        for system, output in systems.translate("own", code, sources):
            score = CHRF().corpus_score(list(output.texts), [list(references)]).score
            figures[f"chrf_{system}"] = round(score, 2)
            if system != RAW:
                figures["flags_per_1000"] = round(1000 * sum(map(len, output.flag_codes)) / len(sources), 2)
        out[code] = figures
    return out


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_data_is_what_the_floors_were_measured_on(code):
    assert digest(FILES[code]) == load()["translation"][code]["sha256"], "run `python -m tests.quality.floors`"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_data_is_sixty_different_segments_of_many_kinds(code):
    found = rows(code)
    assert len(found) >= 60
    assert len({source for _, source, _ in found}) == len({reference for _, _, reference in found}) == len(found)
    assert len({kind for kind, _, _ in found}) >= 10
    assert all(part == part.strip() and part for row in found for part in row)
    assert not set("“”‘’«»") & set("".join(reference for _, _, reference in found)), "references have straight marks"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("figure", ["chrf_raw", "chrf_tidings", "flags_per_1000"])
def test_no_figure_is_worse_than_its_floor(code, figure):
    value, floor = measure()[code][figure], load()["translation"][code][figure]
    assert holds(figure, value, floor), f"{value} does not hold {floor}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_checks_and_repair_cost_no_quality(code):
    figures = measure()[code]
    assert figures["chrf_tidings"] >= figures["chrf_raw"] - MOST_LOST, figures
