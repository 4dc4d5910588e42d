from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from models.catalog import BUNDLED_DIR
from models.errors import CorruptModelError, UnsupportedModelError
from models.tokenizer import load_tokenizer
from tests.models.conftest import copy_of, sentences

ODD = [
    "",
    " ",
    "  to  mellomrom ",
    "linje\nskift\tog tab",
    "Emoji 🙂 og 中文 og עברית",
    "ﬁnans e\u0301n",
    "1 234 567,89 € – «sitat»",
    "X" * 300,
]


def reference(folder: Path):
    from transformers import AutoTokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return AutoTokenizer.from_pretrained(str(folder), local_files_only=True)


def test_marian_tokens_are_those_of_transformers():
    folder = BUNDLED_DIR / "tidings-mt-small"
    ours, theirs = load_tokenizer(folder, "marian"), reference(folder)
    texts = [*sentences("nb", "nn", "de", "en"), *ODD]
    # a piece that vocab.json lacks is <unk> to both
    expected = [theirs.convert_ids_to_tokens(row) for row in theirs(texts)["input_ids"]]
    assert ours.encode(texts) == expected


def test_marian_text_is_that_of_transformers():
    folder = BUNDLED_DIR / "tidings-mt-small"
    ours, theirs = load_tokenizer(folder, "marian"), reference(folder)
    for text in [*sentences("en"), *ODD]:
        tokens = ours.spell(text)
        numbers = theirs.convert_tokens_to_ids(tokens)
        assert ours.decode(tokens) == theirs.decode(
            numbers, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
    assert ours.decode(ours.spell("A plain sentence, 3.5% of it.")) == "A plain sentence, 3.5% of it."


def test_marian_language_prefix_is_one_token():
    tokenizer = load_tokenizer(BUNDLED_DIR / "tidings-mt-small", "marian")
    plain, prefixed = tokenizer.encode(["Hei."])[0], tokenizer.encode(["Hei."], ">>eng<< ")[0]
    assert prefixed == [">>eng<<", *plain]


@pytest.mark.parametrize("text", ["</s>", "<pad> <unk>", ">>deu<< Hei", "<s>"])
def test_special_tokens_in_a_text_are_its_characters(text: str, tiny_bart: Path, tiny_pegasus: Path):
    for folder, family in (
        (BUNDLED_DIR / "tidings-mt-small", "marian"),
        (tiny_bart, "bart"),
        (tiny_pegasus, "pegasus"),
    ):
        tokens = load_tokenizer(folder, family).encode([f"a {text} b"])[0]
        inside = tokens[1:-1] if family == "bart" else tokens[:-1]
        assert not {"</s>", "<pad>", "<s>", ">>deu<<"} & set(inside), (family, tokens)


def test_bpe_from_both_kinds_of_files_is_that_of_transformers(tiny_bart: Path, tmp_path: Path):
    theirs = reference(tiny_bart)
    theirs.save_pretrained(tmp_path)
    assert (tmp_path / "tokenizer.json").is_file()
    texts = [*sentences("en", "de")[::5], *ODD]
    expected = [theirs.convert_ids_to_tokens(row) for row in theirs(texts)["input_ids"]]
    for folder in (tiny_bart, tmp_path):
        ours = load_tokenizer(folder, "bart")
        assert ours.encode(texts) == expected
        assert [ours.decode(row) for row in expected] == [
            theirs.decode(row, skip_special_tokens=True, clean_up_tokenization_spaces=False).strip()
            for row in theirs(texts)["input_ids"]
        ]


def test_unigram_is_that_of_transformers(tiny_pegasus: Path):
    ours, theirs = load_tokenizer(tiny_pegasus, "pegasus"), reference(tiny_pegasus)
    texts = [text for text in [*sentences("en", "de")[::5], *ODD] if "\n" not in text]
    # a piece that the vocabulary lacks keeps its surface here; its number is that of <unk>, as in CTranslate2
    assert [theirs.convert_tokens_to_ids(row) for row in ours.encode(texts)] == theirs(texts)["input_ids"]


def test_unigram_from_a_sentencepiece_file(tiny_pegasus: Path, spm: Path, tmp_path: Path):
    (tmp_path / "spiece.model").write_bytes(spm.read_bytes())
    texts = sentences("en")[:40]
    from_file, fast = load_tokenizer(tmp_path, "pegasus"), load_tokenizer(tiny_pegasus, "pegasus")
    assert from_file.encode(texts) == fast.encode(texts)
    assert [from_file.decode(row) for row in from_file.encode(texts)] == texts


def test_pegasus_sign_for_a_new_line_becomes_one(tiny_pegasus: Path):
    assert load_tokenizer(tiny_pegasus, "pegasus").decode(["▁One", ".", "<n>", "▁Two", "</s>"]) == "One.\n Two"


def test_refusals(tiny_marian: Path, tmp_path: Path):
    with pytest.raises(
        UnsupportedModelError, match="no tokenizer for architecture 'led'; there is one for bart, marian, pegasus"
    ):
        load_tokenizer(tiny_marian, "led")
    folder = copy_of(tiny_marian, tmp_path / "m")
    (folder / "vocab.json").write_text('{"a": 0}')
    with pytest.raises(CorruptModelError, match="has no '</s>'"):
        load_tokenizer(folder, "marian")
    (folder / "source.spm").write_bytes(b"no model")
    with pytest.raises(CorruptModelError, match=r"source\.spm is no SentencePiece model"):
        load_tokenizer(folder, "marian")
