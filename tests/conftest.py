"""Where third-party data lies, and fixtures shared by every room."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Seeds, evaluation data and checkpoints that are not in the repository; absent in a plain clone."""


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five scraped articles. Skips, saying so, where they are absent."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip(f"third-party articles are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The development data. Skips, saying so, where it is absent."""
    folder = SHARED / "eval"
    if not folder.is_dir():
        pytest.skip(f"evaluation data is not at {folder}")
    return folder
