"""Announced is not done."""

from __future__ import annotations

import pytest

from service.summaries.planned import is_planned


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        pytest.param("The ministers will sign the treaty in Bergen on 17 January.", True, id="will"),
        pytest.param("The trial is scheduled for March.", True, id="is scheduled for"),
        pytest.param("The mayor said the school will close in June.", True, id="saying so is not the happening"),
        pytest.param(
            "The two presidents met in Tromsø and will meet again in May.", False, id="done first, planned after"
        ),
        pytest.param(
            "The ferry was rebuilt last year and is expected to sail in June.", False, id="the past comes first"
        ),
        pytest.param("The ministers signed the treaty in Bergen.", False, id="done"),
        pytest.param("Norway exports fish to forty countries.", False, id="always so"),
    ],
)
def test_planned(text, planned):
    assert is_planned(text) is planned
