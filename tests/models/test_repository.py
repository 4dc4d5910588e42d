from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from models import ModelRepository, open_engine
from models.base import DecodingOptions
from models.catalog import small_models_notice
from models.errors import (
    CorruptModelError,
    DownloadError,
    ModelNotInstalledError,
    UnknownModelError,
    UnsafeWeightsError,
    UnsupportedModelError,
)
from models.files import MANIFEST
from tests.models.conftest import bundled_files, copy_of, write_json
from tests.models.hub import LocalHub

DE = "Helsinki-NLP/opus-mt-de-en"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def models(tmp_path: Path) -> ModelRepository:
    return ModelRepository(tmp_path / "models")


@pytest.fixture
def hub_layout(tiny_marian: Path, tmp_path: Path) -> Path:
    """A folder laid out as the hub's cache, with the tiny checkpoint as opus-mt-de-en at branch main."""
    root = tmp_path / "elsewhere" / "models--Helsinki-NLP--opus-mt-de-en"
    copy_of(tiny_marian, root / "snapshots" / COMMIT)
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text(COMMIT)
    return root.parent


def test_catalogue(models: ModelRepository):
    ids = [spec.id for spec in models.catalog()]
    assert ids == [
        DE,
        "Helsinki-NLP/opus-mt-tc-big-gmq-en",
        "Helsinki-NLP/opus-mt-gmq-en",
        "tidings-mt-small",
        "sshleifer/distilbart-cnn-12-6",
        "facebook/bart-large-cnn",
        "google/pegasus-multi_news",
        "tidings-sum-small",
        "MoritzLaurer/DeBERTa-v3-base-mnli-fever-anli",
        "cross-encoder/nli-deberta-v3-small",
    ]
    for spec in models.catalog():
        assert spec.task in ("translation", "summarization", "entailment")
        assert spec.licence and spec.languages and spec.size_mb and spec.description
        # entailment models are all asked the same pairs at load
        assert bool(spec.known_answers) == (spec.task != "entailment")
        assert spec.prefix == ""  # none of these has several targets
        assert spec.summary_input in ("sentence", "document")
        assert {answer.language_code for answer in spec.known_answers} <= set(spec.languages)
        assert all(answer.recorded == spec.bundled for answer in spec.known_answers)
        assert (spec.revision == "main") <= (not spec.bundled)


@pytest.mark.parametrize("code", ["nb", "nn", "de"])
def test_every_promised_language_has_a_bundled_and_a_large_model(code: str, models: ModelRepository):
    routes = [spec for spec in models.catalog() if spec.task == "translation" and code in spec.languages]
    assert [spec.bundled for spec in routes][-1]
    assert not routes[0].bundled


def test_with_nothing_pulled_the_bundled_ones_are_installed_and_nothing_is_written(models: ModelRepository):
    assert [spec.id for spec in models.installed()] == ["tidings-mt-small", "tidings-sum-small"]
    assert not models.model_dir.exists()


def test_what_bundled_models_say_is_read_from_their_folders(models: ModelRepository):
    for spec in models.catalog():
        if spec.bundled:
            recorded = json.loads((bundled_files(spec.id) / "known_answers.json").read_text())
            assert [(a.language_code, a.input, a.output) for a in spec.known_answers] == [
                (case["language_code"], case["input"], case["output"]) for case in recorded["cases"]
            ]
            assert spec.known_answers_beam == recorded["beam_size"]
            assert len(spec.revision) == 12


def test_another_checkpoint_in_the_folder_is_another_revision_without_the_old_scores(tiny_marian: Path, tmp_path: Path):
    bundled = tmp_path / "bundled"
    copy_of(tiny_marian, bundled / "tidings-mt-small")
    scores = {"weights_sha256": "0" * 64, "scores": {"chrf.nb": 50.0}}
    write_json(bundled / "tidings-mt-small" / "scores.json", scores)
    write_json(bundled / "tidings-mt-small" / "known_answers.json", {"beam_size": 2, "cases": []})
    replaced = ModelRepository(tmp_path / "models", bundled_dir=bundled)
    spec = replaced.spec("tidings-mt-small")
    assert spec.revision != ModelRepository(tmp_path / "models").spec("tidings-mt-small").revision
    assert (spec.scores, spec.known_answers, spec.known_answers_beam) == ((), (), 2)
    assert "tidings-sum-small" not in [other.id for other in replaced.catalog()]  # not in that folder
    assert open_engine(spec, replaced).generate(["Hei."], DecodingOptions(beam_size=1))


def test_notice_for_small_models(models: ModelRepository):
    notice = small_models_notice(models.installed())
    assert notice is not None
    for part in (
        "tidings-mt-small and tidings-sum-small",
        "chrF on the NTREX-128",
        "not for publication",
        "`tidings models pull`",
    ):
        assert part in notice
    assert small_models_notice([spec for spec in models.catalog() if not spec.bundled]) is None


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("tidings-mt-smal", "tidings-mt-small"),
        ("opus-mt-de-en", DE),
        ("helsinki-nlp/opus-mt-de-en", DE),
        ("Bart-Large", "facebook/bart-large-cnn"),
    ],
)
def test_an_unknown_id_names_the_good_ones_the_likeliest_first(asked: str, first: str, models: ModelRepository):
    with pytest.raises(UnknownModelError) as caught:
        models.spec(asked)
    known = caught.value.metadata["known"].split(",")
    assert known[0] == first
    assert sorted(known) == sorted(spec.id for spec in models.catalog())
    assert repr(asked) in caught.value.message


def test_what_is_not_installed_says_how_to_get_it(models: ModelRepository):
    with pytest.raises(ModelNotInstalledError, match=f"`tidings models pull {DE}` gets it .about 300 MB, Apache-2.0"):
        models.locate(models.spec(DE))
    with pytest.raises(ModelNotInstalledError):
        open_engine(models.spec(DE), models)


def test_offline_never_touches_the_network_and_says_so(models: ModelRepository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("touched the network"))
    with pytest.raises(
        DownloadError, match="offline mode never touches the network; switch it off, or name a local folder"
    ) as caught:
        models.pull(models.spec(DE))
    assert caught.value.reason == "OFFLINE"
    with pytest.raises(DownloadError, match="offline"):
        models.pull(models.spec(DE), source="https://mirror.example")


def test_pull_from_a_folder_laid_out_as_the_hubs_cache(models: ModelRepository, hub_layout: Path):
    seen: list[tuple[str, int, int]] = []
    folder = models.pull(models.spec(DE), source=str(hub_layout), progress=lambda *step: seen.append(step))
    assert folder == models.model_dir / "hub" / "models--Helsinki-NLP--opus-mt-de-en" / "snapshots" / COMMIT
    assert ("config.json" in {name for name, _, _ in seen}) and all(done <= size for _, done, size in seen)
    spec = models.spec(DE)
    assert spec.revision == COMMIT  # the resolved commit, not `main`
    assert models.installed()[0] == spec
    manifest = json.loads((folder / MANIFEST).read_text())
    assert (manifest["id"], manifest["revision"], manifest["licence"]) == (DE, COMMIT, "Apache-2.0")
    assert manifest["files"]["model.safetensors"]["size"] == (folder / "model.safetensors").stat().st_size
    assert not list(folder.parent.parent.glob(".pulling*"))
    engine = open_engine(spec, models, check=False)
    assert f"{DE}@{COMMIT}|" in engine.signature(DecodingOptions())


@pytest.mark.parametrize("below", ["Helsinki-NLP/opus-mt-de-en", "opus-mt-de-en", ""])
def test_pull_from_a_plain_folder_records_its_content(
    below: str, models: ModelRepository, tiny_marian: Path, tmp_path: Path
):
    copy_of(tiny_marian, tmp_path / "plain" / below if below else tmp_path / "plain")
    folder = models.pull(models.spec(DE), source=str(tmp_path / "plain"))
    assert len(folder.name) == 40
    assert models.spec(DE).revision == folder.name
    assert models.pull(models.spec(DE), source=str(tmp_path / "plain")) == folder  # again: the same


def test_a_folder_put_into_the_model_directory_by_hand_is_installed(models: ModelRepository, tiny_marian: Path):
    copy_of(tiny_marian, models.model_dir / DE)
    assert models.installed()[0].id == DE
    assert models.locate(models.spec(DE)) == models.model_dir / DE
    first = models.spec(DE).revision
    assert len(first) == 12
    config = models.model_dir / DE / "config.json"
    config.write_text(config.read_text() + " ")
    assert models.spec(DE).revision != first


def test_half_a_model_is_not_installed_and_locate_says_why(models: ModelRepository, hub_layout: Path):
    folder = models.pull(models.spec(DE), source=str(hub_layout))
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    assert DE not in [spec.id for spec in models.installed()]
    with pytest.raises(CorruptModelError, match="cut short"):
        models.locate(models.spec(DE))
    weights.write_bytes(whole)
    (folder / "vocab.json").write_text("{}")
    with pytest.raises(CorruptModelError, match=r"vocab.json has 2 bytes; \d+ were pulled: pull it again"):
        models.locate(models.spec(DE))
    models.pull(models.spec(DE), source=str(hub_layout))
    assert models.installed()[0].id == DE


def test_a_pulled_model_of_another_architecture_is_refused(models: ModelRepository, tiny_bart: Path, tmp_path: Path):
    copy_of(tiny_bart, tmp_path / "source" / DE)
    with pytest.raises(UnsupportedModelError, match="holds a 'bart' model where a 'marian' one is expected"):
        models.pull(models.spec(DE), source=str(tmp_path / "source"))
    assert DE not in [spec.id for spec in models.installed()]


def test_a_source_without_the_model_says_where_it_looked(models: ModelRepository, hub_layout: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(DownloadError, match=r"is not at .*empty; looked for .*models--Helsinki-NLP--opus-mt-de-en"):
        models.pull(models.spec(DE), source=str(tmp_path / "empty"))
    (hub_layout / "models--Helsinki-NLP--opus-mt-de-en" / "refs" / "main").write_text("f" * 40)
    with pytest.raises(DownloadError, match=f"has no revision main of {DE}; it has {COMMIT}"):
        models.pull(models.spec(DE), source=str(hub_layout))


def pickled(tiny_marian: Path, target: Path, value: object = None) -> Path:
    import torch
    from safetensors.torch import load_file

    folder = copy_of(tiny_marian, target)
    weights = load_file(folder / "model.safetensors")
    weights["model.encoder.embed_tokens.weight"] = weights["model.shared.weight"]  # tied, as hub checkpoints have them
    torch.save(weights if value is None else value, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    return folder


def test_pickled_weights_are_rewritten_when_pulled(models: ModelRepository, tiny_marian: Path, tmp_path: Path):
    source = pickled(tiny_marian, tmp_path / "source" / DE)
    folder = models.pull(models.spec(DE), source=str(tmp_path / "source"))
    assert (folder / "model.safetensors").is_file()
    assert not (folder / "pytorch_model.bin").exists()
    assert (source / "pytorch_model.bin").is_file()
    engine = open_engine(models.spec(DE), models, compute_type="float32", check=False)
    other = open_engine(models.spec(str(tiny_marian)), models, compute_type="float32")
    texts = ["Guten Morgen.", "Die Stadt"]
    assert engine.generate(texts, DecodingOptions()) == other.generate(texts, DecodingOptions())


class Payload:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_a_pickle_that_runs_code_does_not_run_it(models: ModelRepository, tiny_marian: Path, tmp_path: Path):
    pickled(tiny_marian, tmp_path / "source" / DE, {"x": Payload(str(tmp_path / "ran"))})
    with pytest.raises(UnsafeWeightsError, match="was refused: it holds more than tensors"):
        models.pull(models.spec(DE), source=str(tmp_path / "source"))
    assert not (tmp_path / "ran").exists()
    assert DE not in [spec.id for spec in models.installed()]


def test_pickled_weights_of_a_local_folder_are_refused_with_the_way_out(
    models: ModelRepository, tiny_marian: Path, tmp_path: Path
):
    folder = pickled(tiny_marian, tmp_path / "mine")
    with pytest.raises(UnsafeWeightsError, match=r"python -m models.pickled .*mine"):
        models.spec(str(folder))


def test_a_local_path(models: ModelRepository, tiny_marian: Path, tmp_path: Path):
    folder = copy_of(tiny_marian, tmp_path / "our-model")
    spec = models.spec(str(folder))
    assert (spec.id, spec.task, spec.architecture, spec.known_answers) == ("our-model", "translation", "marian", ())
    assert models.locate(spec) == folder.resolve()
    write_json(folder / "tidings.json", {"languages": ["de"], "prefix": ">>eng<< ", "licence": "MIT"})
    stated = models.spec(str(folder))
    assert (stated.languages, stated.prefix, stated.licence) == (("de",), ">>eng<< ", "MIT")
    (folder / "generation_config.json").write_text("{}")
    assert models.spec(str(folder)).revision != spec.revision
    with pytest.raises(CorruptModelError, match=r"has no config\.json"):
        models.spec(str(tmp_path))


def test_pull_from_a_mirror(models: ModelRepository, tiny_marian: Path):
    online = ModelRepository(models.model_dir, offline=False)
    with LocalHub({DE: (COMMIT, tiny_marian)}) as hub:
        seen: dict[str, int] = {}
        folder = online.pull(
            online.spec(DE), source=hub.url, progress=lambda name, done, _: seen.__setitem__(name, done)
        )
        assert folder.name == COMMIT
        assert seen["model.safetensors"] == (tiny_marian / "model.safetensors").stat().st_size
        asked = len(hub.requests)
        assert not [path for path in hub.requests if "training_args" in path]
        online.pull(online.spec(DE), source=hub.url)
        assert (
            len([path for path in hub.requests[asked:] if path.startswith("GET") and "/resolve/" in path]) == 0
        )  # all cached
    assert online.spec(DE).revision == COMMIT
    assert models.installed()[0].revision == COMMIT  # offline now
    assert open_engine(models.spec(DE), models, check=False).generate(["Hallo."], DecodingOptions())


def test_pull_from_a_mirror_with_pickled_weights_only(models: ModelRepository, tiny_marian: Path, tmp_path: Path):
    online = ModelRepository(models.model_dir, offline=False)
    with LocalHub({DE: (COMMIT, pickled(tiny_marian, tmp_path / "pickled"))}) as hub:
        folder = online.pull(online.spec(DE), source=hub.url)
    assert {path.name for path in folder.iterdir()} >= {"model.safetensors", "config.json", MANIFEST}
    assert not list(models.model_dir.rglob("pytorch_model.bin"))
    shutil.rmtree(tmp_path / "pickled")
    assert models.installed()[0].id == DE


def test_wrong_bytes_from_a_mirror_are_refused_and_deleted(models: ModelRepository, tiny_marian: Path):
    online = ModelRepository(models.model_dir, offline=False)
    with (
        LocalHub({DE: (COMMIT, tiny_marian)}, flip="model.safetensors") as hub,
        pytest.raises(CorruptModelError, match="SHA-256"),
    ):
        online.pull(online.spec(DE), source=hub.url)
    assert DE not in [spec.id for spec in models.installed()]
    with LocalHub({DE: (COMMIT, tiny_marian)}) as hub:
        online.pull(online.spec(DE), source=hub.url)
    assert models.installed()[0].id == DE


@pytest.mark.parametrize("status", [401, 404, 503])
def test_a_mirror_that_refuses_is_named_with_its_answer(status: int, models: ModelRepository, tiny_marian: Path):
    online = ModelRepository(models.model_dir, offline=False)
    with LocalHub({DE: (COMMIT, tiny_marian)}, status=status) as hub, pytest.raises(DownloadError) as caught:
        online.pull(online.spec(DE), source=hub.url)
    assert caught.value.metadata["status"] == str(status)
    assert hub.url in caught.value.message and DE in caught.value.message


def test_a_mirror_that_is_not_there(models: ModelRepository):
    online = ModelRepository(models.model_dir, offline=False)
    with pytest.raises(DownloadError, match=r"could not be fetched from http://127\.0\.0\.1:9"):
        online.pull(online.spec(DE), source="http://127.0.0.1:9")
