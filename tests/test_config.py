"""Settings: where values come from, and how a bad one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.config import Settings
from service.errors import ConfigurationError


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path):
    file = tmp_path / "tidings.toml"
    file.write_text('beam_size = 2\nport = 1000\nexact = true\n[translators]\nde = "x"\n')
    settings = Settings.load(
        file,
        {"port": 3000, "host": None},
        {"TIDINGS_PORT": "2000", "TIDINGS_BEAM_SIZE": "3", "TIDINGS_CACHE_PATH": "/c"},
    )
    assert (settings.port, settings.beam_size, settings.exact, settings.host) == (3000, 3, True, "127.0.0.1")
    assert settings.cache_path == Path("/c")
    assert settings.translators == {"de": "x"}


def test_the_file_may_be_named_by_the_environment(tmp_path):
    file = tmp_path / "t.toml"
    file.write_text("queue_size = 7\n")
    assert Settings.load(environ={"TIDINGS_CONFIG": str(file)}).queue_size == 7


def test_models_by_language_pair_from_the_environment():
    assert Settings.load(environ={"TIDINGS_TRANSLATORS": "de=a/b,*=c"}).translators == {"de": "a/b", "*": "c"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        pytest.param({"beam_sise": 3}, "beam_size", id="unknown setting lists the good ones"),
        pytest.param({"engine": "marian"}, "ctranslate2, transformers", id="value of a list"),
        pytest.param({"port": 70000}, "65,535", id="number out of range"),
        pytest.param({"port": "http"}, "'http'", id="not a number"),
        pytest.param({"exact": "perhaps"}, "'perhaps'", id="not a truth value"),
        pytest.param({"exact": True, "compute_type": "int8"}, "float32", id="contradiction"),
        pytest.param({"summary_length": "long"}, "1000 words", id="length"),
        pytest.param({"summary_length": "5"}, "10 to 1000", id="a length nothing can be said in"),
        pytest.param({"beam_size": 0}, "1 to 32", id="beam"),
    ],
)
def test_a_bad_value_is_named_with_the_good_ones(values, says):
    with pytest.raises(ConfigurationError, match=says):
        Settings.load(overrides=values)


def test_a_file_that_is_not_there_or_not_toml(tmp_path):
    with pytest.raises(ConfigurationError, match=r"nothing\.toml"):
        Settings.load(tmp_path / "nothing.toml")
    (tmp_path / "bad.toml").write_text("port = ")
    with pytest.raises(ConfigurationError, match="not TOML"):
        Settings.load(tmp_path / "bad.toml")
