"""Checkpoints for this room's tests: the bundled ones, and tiny random ones of each family made on the spot."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models import ModelRepository, ModelSpec, open_engine
from models.base import Engine
from models.catalog import BUNDLED_DIR

PARITY = Path(__file__).with_name("parity")
PARITY_REPORT: list[str] = []
"""Lines that test_parity leaves for the end of the run."""


def sentences(*languages: str) -> list[str]:
    """The 200 sentences of each language, written for these tests."""
    return [line for code in languages for line in (PARITY / f"{code}.txt").read_text(encoding="utf-8").splitlines()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if PARITY_REPORT:
        terminalreporter.section("engine parity, float32")
        for line in PARITY_REPORT:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def repository(request: pytest.FixtureRequest) -> ModelRepository:
    """The bundled models; conversions are kept between runs, being named by content."""
    assert request.config.cache is not None
    return ModelRepository(Path(request.config.cache.mkdir("tidings-models")))


@pytest.fixture(scope="session")
def open_cached(repository: ModelRepository) -> Callable[..., Engine]:
    """open_engine on the bundled models, each opened once a session."""
    opened: dict[tuple[str, str, str], Engine] = {}

    def get(model_id: str, compute_type: str = "default", engine: str = "ctranslate2") -> Engine:
        key = (model_id, compute_type, engine)
        if key not in opened:
            # torch with two threads is many times slower than with one where other processes want the cores
            threads = 1 if engine == "transformers" else 0
            spec = repository.spec(model_id)
            opened[key] = open_engine(spec, repository, compute_type=compute_type, engine=engine, threads=threads)
        return opened[key]

    return get


@pytest.fixture(scope="session")
def spm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SentencePiece model of 400 pieces."""
    import sentencepiece

    folder = tmp_path_factory.mktemp("spm")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences("nb", "de", "en")),
        model_prefix=str(folder / "tiny"),
        vocab_size=400,
        character_coverage=1.0,
        minloglevel=2,
    )
    return folder / "tiny.model"


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


@pytest.fixture(scope="session")
def tiny_marian(spm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Marian checkpoint of 2 + 2 layers, 16 wide, with random weights and a zero start row."""
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder = tmp_path_factory.mktemp("tiny-marian")
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(spm.read_bytes())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    words = [
        "</s>",
        "<unk>",
        *(p for p in map(pieces.id_to_piece, range(len(pieces))) if p not in ("<s>", "</s>", "<unk>")),
        "<pad>",
    ]
    write_json(folder / "vocab.json", {word: number for number, word in enumerate(words)})
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "MarianTokenizer", "source_lang": "de", "target_lang": "en", "model_max_length": 64},
    )
    torch.manual_seed(1)
    pad = len(words) - 1
    config = MarianConfig(
        vocab_size=len(words), decoder_vocab_size=len(words), d_model=16, encoder_layers=2, decoder_layers=2,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32,
        max_position_embeddings=64, pad_token_id=pad, bos_token_id=0, eos_token_id=0, forced_eos_token_id=0,
        decoder_start_token_id=pad, scale_embedding=True, init_std=0.5,
    )  # fmt: skip
    model = MarianMTModel(config)
    model.model.shared.weight.data[pad] = 0.0
    model.generation_config.bad_words_ids = [[pad]]
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BART checkpoint with `vocab.json` and `merges.txt`, random weights, a forced first token."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartConfig, BartForConditionalGeneration

    folder = tmp_path_factory.mktemp("tiny-bart")
    bpe = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    bpe.train_from_iterator(sentences("en", "de"), vocab_size=500, special_tokens=special, show_progress=False)
    bpe.save_model(str(folder))
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "BartTokenizer", "model_max_length": 128})
    torch.manual_seed(2)
    config = BartConfig(
        vocab_size=500, d_model=16, encoder_layers=2, decoder_layers=2, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=128,
        bos_token_id=0, pad_token_id=1, eos_token_id=2, decoder_start_token_id=2, forced_bos_token_id=0,
        forced_eos_token_id=2, init_std=0.5,
    )  # fmt: skip
    model = BartForConditionalGeneration(config)
    model.generation_config.no_repeat_ngram_size = 3  # must not leak into what the options say
    model.generation_config.min_length = 20
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_pegasus(spm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Pegasus checkpoint with its own tokenizer.json, random weights."""
    import torch
    from transformers import PegasusConfig, PegasusForConditionalGeneration, PegasusTokenizer

    folder = tmp_path_factory.mktemp("tiny-pegasus")
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    vocabulary = [
        ("<pad>", 0.0),
        ("</s>", 0.0),
        ("<mask_1>", 0.0),
        ("<mask_2>", 0.0),
        *((f"<unk_{i}>", 0.0) for i in range(2, 103)),
    ]
    vocabulary += [("<unk>", 0.0)]
    known = {word for word, _ in vocabulary} | {"<s>"}
    vocabulary += [
        (pieces.id_to_piece(i), pieces.get_score(i)) for i in range(len(pieces)) if pieces.id_to_piece(i) not in known
    ]
    PegasusTokenizer(vocab=vocabulary).save_pretrained(folder)
    torch.manual_seed(3)
    size = len(vocabulary)
    config = PegasusConfig(
        vocab_size=size, d_model=16, encoder_layers=2, decoder_layers=2, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=128,
        pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, forced_eos_token_id=1, init_std=0.5,
    )  # fmt: skip
    PegasusForConditionalGeneration(config).save_pretrained(folder)
    return folder


def copy_of(folder: Path, target: Path) -> Path:
    """A copy that a test may damage."""
    target.mkdir(parents=True)
    for path in folder.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def bundled_files(model_id: str) -> Path:
    return BUNDLED_DIR / model_id


def local_spec(repository: ModelRepository, folder: Path) -> ModelSpec:
    return repository.spec(str(folder))
