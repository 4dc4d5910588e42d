"""Text to tokens and back, without torch or transformers: what the CTranslate2 engine reads a checkpoint's text with.

Three families: Marian (two SentencePiece files and `vocab.json`), byte-level BPE (BART), Unigram (Pegasus). The tokens are those
of transformers' own tokenizers (tests/models/test_tokenizer.py), with one difference on purpose: special tokens that stand in the
text (`</s>`, `<pad>`, `>>deu<<`) are read as the characters they are, since an article must not steer the decoder.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from models.errors import CorruptModelError, UnsupportedModelError

SPACE = "▁"
"""SentencePiece's sign for a space."""


class Tokenizer(Protocol):
    """What an engine needs of a checkpoint's vocabulary. Safe to call from several threads."""

    def encode(self, texts: Sequence[str], prefix: str = "") -> list[list[str]]:
        """Tokens of each `prefix + text` as the encoder sees them, special tokens included."""

    def spell(self, text: str) -> list[str]:
        """Decoder tokens that spell an output, without special ones; a decoder may have chosen others for the same text."""

    def decode(self, tokens: Sequence[str]) -> str:
        """The text that decoder tokens spell, special tokens left out."""


class MarianTokenizer:
    """`source.spm`, `target.spm` and `vocab.json`; the tokens end with `</s>`."""

    def __init__(self, folder: Path) -> None:
        self._source = _sentencepiece(folder / "source.spm")
        self._target = _sentencepiece(folder / "target.spm")
        config = _read_json(folder / "tokenizer_config.json", {})
        self._vocabulary = frozenset(_read_json(folder / "vocab.json"))
        self._eos = _token(config, "eos_token", "</s>")
        self._unk = _token(config, "unk_token", "<unk>")
        self._special = frozenset({self._eos, self._unk, _token(config, "pad_token", "<pad>")})
        for token in (self._eos, self._unk):
            if token not in self._vocabulary:
                raise CorruptModelError(f"{folder / 'vocab.json'} has no {token!r}", metadata={"token": token})

    def encode(self, texts: Sequence[str], prefix: str = "") -> list[list[str]]:
        """As transformers' MarianTokenizer: a leading `>>code<<` of the prefix is one token of its own."""
        lead: list[str] = []
        if prefix.startswith(">>") and "<<" in prefix:
            end = prefix.index("<<") + 2
            lead, prefix = [prefix[:end]], prefix[end:]
        pieces = self._source.encode([prefix + text for text in texts], out_type=str)
        return [[*lead, *(self._known(piece) for piece in row), self._eos] for row in pieces]

    def _known(self, piece: str) -> str:
        return piece if piece in self._vocabulary else self._unk

    def spell(self, text: str) -> list[str]:
        """Pieces of the target model."""
        return [self._known(piece) for piece in self._target.encode(text, out_type=str)]

    def decode(self, tokens: Sequence[str]) -> str:
        """Pieces joined by the target model, its space sign turned back."""
        pieces = [token for token in tokens if token not in self._special]
        return str(self._target.decode_pieces(pieces)).replace(SPACE, " ").strip()


class BpeTokenizer:
    """Byte-level BPE of the BART family: `tokenizer.json`, or `vocab.json` and `merges.txt`; `<s>` … `</s>`."""

    def __init__(self, folder: Path) -> None:
        config = _read_json(folder / "tokenizer_config.json", {})
        self._tokenizer = (
            _fast(folder / "tokenizer.json") if (folder / "tokenizer.json").is_file() else _bpe(folder, config)
        )
        self._special = _special(config, ("<s>", "</s>", "<pad>", "<unk>", "<mask>"))

    def encode(self, texts: Sequence[str], prefix: str = "") -> list[list[str]]:
        """As transformers' BartTokenizer."""
        return [row.tokens for row in self._tokenizer.encode_batch([prefix + text for text in texts])]

    def spell(self, text: str) -> list[str]:
        """The tokens of an input, its special ones left out."""
        return [token for token in self.encode([text])[0] if token not in self._special]

    def decode(self, tokens: Sequence[str]) -> str:
        """Bytes back to UTF-8; an unfinished character becomes U+FFFD."""
        kept = [token for token in tokens if token not in self._special]
        return str(self._tokenizer.decoder.decode(kept)).strip()


_PEGASUS_SPECIAL = ("</s>", "<pad>", "<unk>", "<mask_1>", "<mask_2>", *(f"<unk_{i}>" for i in range(2, 103)))
"""Its pretraining's own; a trained model says none of them."""


class UnigramTokenizer:
    """Unigram of the Pegasus family: `tokenizer.json`, or `spiece.model`; the tokens end with `</s>`."""

    def __init__(self, folder: Path) -> None:
        config = _read_json(folder / "tokenizer_config.json", {})
        fast = folder / "tokenizer.json"
        self._fast = _fast(fast) if fast.is_file() else None
        self._pieces = None if fast.is_file() else _sentencepiece(folder / "spiece.model")
        self._eos = _token(config, "eos_token", "</s>")
        self._special = _special(config, _PEGASUS_SPECIAL)
        self._defusable = sorted(self._special)

    def encode(self, texts: Sequence[str], prefix: str = "") -> list[list[str]]:
        """As transformers' PegasusTokenizer."""
        inputs = [prefix + self._defused(text) for text in texts]
        if self._fast is not None:
            return [row.tokens for row in self._fast.encode_batch(inputs)]
        assert self._pieces is not None
        return [[*row, self._eos] for row in self._pieces.encode(inputs, out_type=str)]

    def _defused(self, text: str) -> str:
        """Special tokens are words of a Unigram vocabulary like any other: a space inside keeps them apart."""
        for token in self._defusable:
            text = text.replace(token, f"{token[0]} {token[1:]}")
        return text

    def spell(self, text: str) -> list[str]:
        """The tokens of an input, its special ones left out."""
        return [token for token in self.encode([text])[0] if token not in self._special]

    def decode(self, tokens: Sequence[str]) -> str:
        """Pieces joined; `<n>`, Pegasus's own sign for a new line, becomes one."""
        text = "".join(token for token in tokens if token not in self._special)
        return text.replace(SPACE, " ").replace("<n>", "\n").strip()


_FAMILIES: dict[str, type[MarianTokenizer | BpeTokenizer | UnigramTokenizer]] = {
    "marian": MarianTokenizer,
    "bart": BpeTokenizer,
    "pegasus": UnigramTokenizer,
}


def load_tokenizer(folder: Path, architecture: str) -> Tokenizer:
    """The tokenizer of a checkpoint folder.

    Raises UnsupportedModelError for a family without one here, CorruptModelError for files that do not read.
    """
    family = _FAMILIES.get(architecture)
    if family is None:
        raise UnsupportedModelError(
            f"no tokenizer for architecture {architecture!r}; there is one for {', '.join(sorted(_FAMILIES))} "
            "(engine 'transformers' reads any)",
            metadata={"architecture": architecture},
        )
    return family(folder)


def _read_json(path: Path, default: Any = None) -> Any:
    if default is not None and not path.is_file():
        return default
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorruptModelError(f"{path} does not read as JSON: {error}", metadata={"file": str(path)}) from error


def _sentencepiece(path: Path) -> Any:
    import sentencepiece

    try:
        loaded = sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise CorruptModelError(f"{path} is no SentencePiece model: {error}", metadata={"file": str(path)}) from error
    # SentencePiece loads a file that ends between two pieces without a word, and then cuts texts in other places.
    if _NORMALIZER_SPEC not in _fields(path.read_bytes()):
        raise CorruptModelError(
            f"{path} ends before its normaliser: it was cut short; get it again", metadata={"file": str(path)}
        )
    return loaded


_NORMALIZER_SPEC = 3
"""Number of the field that follows the pieces in sentencepiece's ModelProto."""


def _fields(message: bytes) -> set[int]:
    """Numbers of the top fields of a protobuf message that holds length-delimited ones, as ModelProto does."""

    def varint(at: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            byte = message[at]
            at, value, shift = at + 1, value | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                return value, at

    found: set[int] = set()
    at = 0
    try:
        while at < len(message):
            tag, at = varint(at)
            size, at = varint(at)
            at += size
            found.add(tag >> 3)
    except IndexError:  # it ends within a number
        pass
    return found


def _fast(path: Path) -> Any:
    from tokenizers import Tokenizer as Fast

    try:
        tokenizer = Fast.from_file(str(path))
    except Exception as error:  # the Rust side raises plain Exception
        raise CorruptModelError(f"{path} is no tokenizer: {error}", metadata={"file": str(path)}) from error
    tokenizer.no_truncation()  # a saved tokenizer may cut silently
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # `</s>` in an article is four characters
    return tokenizer


def _bpe(folder: Path, config: dict[str, Any]) -> Any:
    from tokenizers import Tokenizer as Fast
    from tokenizers import decoders, models, pre_tokenizers, processors

    vocabulary = _read_json(folder / "vocab.json")
    try:
        model = models.BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt"))
    except Exception as error:  # the Rust side raises plain Exception
        raise CorruptModelError(f"{folder}: vocab.json and merges.txt do not fit: {error}") from error
    spaced = bool(config.get("add_prefix_space", False))
    tokenizer = Fast(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=spaced)
    tokenizer.decoder = decoders.ByteLevel()
    start, end = _token(config, "cls_token", "<s>"), _token(config, "sep_token", "</s>")
    tokenizer.post_processor = processors.RobertaProcessing(
        (end, vocabulary[end]), (start, vocabulary[start]), trim_offsets=True, add_prefix_space=spaced
    )
    return tokenizer


def _token(config: dict[str, Any], key: str, default: str) -> str:
    value = config.get(key) or default
    return str(value["content"] if isinstance(value, dict) else value)


def _special(config: dict[str, Any], usual: Sequence[str]) -> frozenset[str]:
    return frozenset(usual) | {
        _token(config, key, "</s>") for key in ("bos_token", "eos_token", "pad_token", "unk_token")
    }
