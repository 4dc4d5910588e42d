"""Entailment: labels, windows, batches, what is refused, and a checkpoint that has learned its pairs by heart."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models import ModelRepository
from models.download import wanted_files
from models.entailment import (
    KNOWN_PAIRS,
    LABELS,
    EntailmentModel,
    Verdict,
    check_known_pairs,
    entailment_signature,
    label_order,
    open_entailment,
)
from models.entailment_engine import TransformersEntailment
from models.errors import CorruptModelError, InputTooLongError, KnownAnswerError, UnsupportedModelError
from service.config import Settings
from service.errors import ConfigurationError, ModelUnavailableError
from service.installed import installed_entailment
from tests.models.conftest import copy_of, local_spec, sentences, write_json

POSITIONS = 96


def _bert(folder: Path, names: dict[int, str], *, layers: int = 1, width: int = 32) -> Path:
    """A BERT classifier with random weights and a WordPiece vocabulary of the pairs' words, laid out as the hub does."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification

    folder.mkdir(parents=True, exist_ok=True)
    pieces = BertWordPieceTokenizer(lowercase=True)
    texts = [*(text for pair in KNOWN_PAIRS for text in pair), *sentences("en")]
    pieces.train_from_iterator(texts, vocab_size=900, show_progress=False)
    pieces.save_model(str(folder))
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "model_max_length": POSITIONS})
    torch.manual_seed(4)
    config = BertConfig(
        vocab_size=pieces.get_vocab_size(), hidden_size=width, num_hidden_layers=layers, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=POSITIONS, id2label=names,
        label2id={name: number for number, name in names.items()}, initializer_range=0.3,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _bert(tmp_path_factory.mktemp("tiny") / "bert", {0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"})


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> ModelRepository:
    return ModelRepository(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def model(tiny: Path, repository: ModelRepository) -> TransformersEntailment:
    opened = open_entailment(local_spec(repository, tiny), repository, device="cpu", check=False)
    assert isinstance(opened, TransformersEntailment)
    return opened


def test_a_classifier_folder_is_an_entailment_model(model: TransformersEntailment):
    assert isinstance(model, EntailmentModel)
    assert model.spec.task == "entailment"
    assert model.max_input_tokens == POSITIONS


def test_probabilities_are_the_models_own_in_the_order_of_its_labels(model: TransformersEntailment, tiny: Path):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    premise, hypothesis, _ = KNOWN_PAIRS[0]
    tokenizer = AutoTokenizer.from_pretrained(str(tiny))
    reference = AutoModelForSequenceClassification.from_pretrained(str(tiny)).eval()
    with torch.inference_mode():
        wanted = reference(**tokenizer(premise, hypothesis, return_tensors="pt")).logits.softmax(-1)[0].tolist()
    (verdict,) = model.entail([premise], [hypothesis])
    assert (verdict.contradiction, verdict.neutral, verdict.entailment) == pytest.approx(wanted, abs=1e-6)


def test_a_batch_answers_as_its_pairs_do_alone(model: TransformersEntailment):
    texts = sentences("en")[:40]
    premises = [" ".join(texts[: 1 + number % 3]) for number in range(40)]
    together = model.entail(premises, texts)
    for premise, text, verdict in zip(premises, texts, together, strict=True):
        (alone,) = model.entail([premise], [text])
        assert alone.entailment == pytest.approx(verdict.entailment, abs=1e-5)
        assert verdict.entailment + verdict.neutral + verdict.contradiction == pytest.approx(1, abs=1e-6)
    assert model.entail([], []) == []


def test_a_long_premise_is_read_in_windows_and_none_of_it_is_left_out(model: TransformersEntailment):
    premise = "  ".join(sentences("en")[:30]) + "\n" + "x" * 300
    hypothesis = KNOWN_PAIRS[0][1]
    windows = model._windows(premise, hypothesis)
    assert len(windows) > 3
    place = end = 0
    for window in windows:
        place = premise.index(window, place)
        assert place <= end, "a gap between two windows"
        end = place + len(window)
    assert end == len(premise)
    (verdict,) = model.entail([premise], [hypothesis])
    assert verdict == max(model.entail(windows, [hypothesis] * len(windows)), key=lambda v: v.entailment)


def test_a_hypothesis_too_long_is_refused_by_name(model: TransformersEntailment):
    text = " ".join(sentences("en")[:12])
    with pytest.raises(InputTooLongError, match="split the text that begins"):
        model.entail(["A premise of a few words. " * 40], [text])


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ({0: "entailment", 1: "neutral", 2: "contradiction"}, (0, 1, 2)),
        ({0: "contradiction", 1: "entailment", 2: "neutral"}, (1, 2, 0)),
        ({0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"}, (2, 1, 0)),
    ],
)
def test_label_order(names: dict[int, str], wanted: tuple[int, int, int]):
    assert label_order(names, "m") == wanted


@pytest.mark.parametrize(
    "names",
    [
        {},
        {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"},
        {0: "entailment", 1: "not_entailment"},
        {0: "entailment", 1: "entailment", 2: "neutral"},
        {0: "entailment", 1: "neutral", 2: "contradiction", 3: "other"},
    ],
)
def test_labels_that_do_not_say_which_is_which_are_refused(names: dict[int, str]):
    with pytest.raises(UnsupportedModelError, match=r"names entailment, neutral, contradiction in config\.json"):
        label_order(names, "m")


def test_unnamed_labels_are_refused_before_anything_is_computed(
    tiny: Path, repository: ModelRepository, tmp_path: Path
):
    folder = copy_of(tiny, tmp_path / "unnamed")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    del config["id2label"], config["label2id"]
    write_json(folder / "config.json", config)
    with pytest.raises(UnsupportedModelError, match="its labels are not named"):
        open_entailment(local_spec(repository, folder), repository, check=False)


def test_a_checkpoint_without_its_head_is_refused(tiny: Path, repository: ModelRepository, tmp_path: Path):
    from safetensors.torch import load_file, save_file

    folder = copy_of(tiny, tmp_path / "headless")
    weights = load_file(folder / "model.safetensors")
    save_file(
        {k: v for k, v in weights.items() if "classifier" not in k}, folder / "model.safetensors", {"format": "pt"}
    )
    with pytest.raises(CorruptModelError, match=r"classifier\.bias"):
        open_entailment(local_spec(repository, folder), repository, check=False)


def test_a_model_that_fails_the_known_pairs_is_refused(tiny: Path, repository: ModelRepository):
    with pytest.raises(KnownAnswerError, match="the likeliest label of a plain pair"):
        open_entailment(local_spec(repository, tiny), repository)


def test_a_model_that_has_learned_them_opens_and_judges(repository: ModelRepository, tmp_path: Path):
    folder = _bert(tmp_path / "learned", dict(enumerate(LABELS)), layers=2)
    _learn(folder)
    learned = open_entailment(local_spec(repository, folder), repository, device="cpu")
    check_known_pairs(learned)
    far = " ".join(sentences("en")[:20]) + " " + KNOWN_PAIRS[0][0]
    assert len(learned.entail([far], [KNOWN_PAIRS[0][1]])) == 1


def _learn(folder: Path) -> None:
    """The known pairs by heart: a test of loading and judging, not of learning."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    model = AutoModelForSequenceClassification.from_pretrained(str(folder)).eval()  # no dropout
    batch = tokenizer([p for p, _, _ in KNOWN_PAIRS], [h for _, h, _ in KNOWN_PAIRS], padding=True, return_tensors="pt")
    wanted = torch.tensor([LABELS.index(label) for _, _, label in KNOWN_PAIRS])
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(400):
        loss = model(**batch, labels=wanted).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < 0.02:
            break
    model.save_pretrained(folder)


@pytest.fixture(scope="module")
def tiny_deberta(spm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The architecture of the catalogue's models: relative positions, and a tokenizer from spm.model alone."""
    import torch
    from transformers import DebertaV2Config, DebertaV2ForSequenceClassification

    folder = tmp_path_factory.mktemp("tiny") / "deberta"
    folder.mkdir()
    (folder / "spm.model").write_bytes(spm.read_bytes())
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "DebertaV2Tokenizer", "do_lower_case": False, "vocab_type": "spm", "model_max_length": 512},
    )
    torch.manual_seed(5)
    config = DebertaV2Config(
        vocab_size=420, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=512, relative_attention=True, position_buckets=32, pos_att_type=["p2c", "c2p"],
        position_biased_input=False, norm_rel_ebd="layer_norm", share_att_key=True, type_vocab_size=0,
        id2label=dict(enumerate(LABELS)), label2id={name: number for number, name in enumerate(LABELS)},
    )  # fmt: skip
    DebertaV2ForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_deberta_as_the_catalogue_has_it(tiny_deberta: Path, repository: ModelRepository):
    opened = open_entailment(local_spec(repository, tiny_deberta), repository, device="cpu", check=False)
    verdicts = opened.entail(["Nobody was hurt. " * 200, "Nobody was hurt."], ["Nobody was hurt."] * 2)
    assert all(0 < verdict.entailment < 1 for verdict in verdicts)


def test_signature_names_the_checkpoint_and_the_engine(model: TransformersEntailment):
    assert model.signature.startswith(f"bert@{model.spec.revision}|transformers:")
    assert "|float32#" in model.signature
    other = entailment_signature(model.spec, engine="transformers", compute_type="float32", engine_version="0")
    assert other != model.signature


def test_verdict_names_its_likeliest_label():
    assert [Verdict(*shares).label for shares in ((0.5, 0.3, 0.2), (0.1, 0.6, 0.3), (0.0, 0.4, 0.6))] == list(LABELS)


def test_what_a_pull_fetches():
    there = [
        "config.json",
        "spm.model",
        "tokenizer.json",
        "model.safetensors",
        "pytorch_model.bin",
        "onnx",
        "vocab.txt",
    ]
    assert wanted_files(there) == ["config.json", "model.safetensors", "spm.model", "tokenizer.json", "vocab.txt"]


def test_the_catalogues_entailment_models_are_pulled_only_by_name(repository: ModelRepository):
    from service.cli.models import recommended

    catalog = repository.catalog()
    assert [spec.licence for spec in catalog if spec.task == "entailment"] == ["MIT", "Apache-2.0"]
    assert {spec.task for spec in recommended(catalog)} == {"translation", "summarization"}


@pytest.mark.parametrize("module", ["models.entailment", "service.checks", "service.installed"])
def test_nothing_imports_torch_before_a_model_is_opened(module: str):
    code = f"import {module}, sys; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _settings(folder: Path, entailment: str) -> Settings:
    return Settings(model_dir=folder, converted_dir=folder / "converted", entailment=entailment)


def test_none_is_installed_or_it_is_off(tmp_path: Path):
    assert installed_entailment(_settings(tmp_path, "")) is None
    assert installed_entailment(_settings(tmp_path, "off")) is None


def test_the_one_installed_is_opened_and_checked(tiny_deberta: Path, tmp_path: Path):
    """A folder named by a catalogue id counts as installed; this one has learned nothing, which is told."""
    name = "MoritzLaurer/DeBERTa-v3-base-mnli-fever-anli"
    copy_of(tiny_deberta, tmp_path / name)
    for entailment in ("", name, str(tiny_deberta)):
        with pytest.raises(ModelUnavailableError, match="is not what was tested") as refused:
            installed_entailment(_settings(tmp_path, entailment))
        assert refused.value.reason == "KNOWN_ANSWER_FAILED"


def test_a_translator_cannot_check_summaries(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="tidings-mt-small is a translation model"):
        installed_entailment(_settings(tmp_path, "tidings-mt-small"))
