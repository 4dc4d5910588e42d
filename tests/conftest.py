"""Where third-party data lies, and fixtures shared by every room."""

from __future__ import annotations

import logging
from collections.abc import Iterator
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


@pytest.fixture(autouse=True)
def root_log() -> Iterator[None]:
    """A command sets up the log of its process: its handler writes to this test's captured stream, and must not outlive it."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in list(root.handlers):
        if type(handler) is logging.StreamHandler and handler not in before:
            root.removeHandler(handler)
    root.setLevel(level)
