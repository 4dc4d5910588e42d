"""The default engine: CTranslate2. CPU int8 or float32, GPU float16; several batches at once; releases the GIL.

Nothing here imports torch or transformers: a conversion that is needed runs in a process of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.alignment import Link, word_links
from models.alignment_choice import AlignmentChoice
from models.base import DecodingOptions, Hypothesis
from models.convert import converted_folder, storage_type
from models.decoding import Bounds, alignable, check_lengths, check_options, check_target, group, no_translator
from models.errors import UnsupportedModelError
from models.files import DigestMemo, read_config
from models.spec import ModelSpec, signature
from models.tokenizer import load_tokenizer

MAX_BATCH_TOKENS = 1024
"""Input tokens a batch, padding counted. Measured on 2 cores, beam 4: docs/models.md."""


class CTranslate2Engine:
    """A checkpoint in CTranslate2. See models.base.Engine.

    `threads` is the cores used in all (0: those this process may use); `replicas` the batches decoded at once (0: one a core).
    """

    name = "ctranslate2"

    def __init__(
        self,
        spec: ModelSpec,
        folder: Path,
        cache: Path,
        *,
        slug: str,
        compute_type: str = "default",
        device: str = "auto",
        threads: int = 0,
        replicas: int = 0,
        memo: DigestMemo | None = None,
    ) -> None:
        import ctranslate2

        self.spec = spec
        self._device = choose_device(device)
        resolved = choose_compute_type(compute_type, self._device)
        converted = converted_folder(folder, cache, slug=slug, storage=storage_type(resolved), memo=memo)
        config = {**read_config(folder), **_generation_config(folder)}
        self._tokenizer = load_tokenizer(folder, str(config["model_type"]))
        self._positions = int(config.get("max_position_embeddings", 512))
        self._vocabulary = _Vocabulary(converted)
        self._alignment = AlignmentChoice.load(converted)
        self._suppressed = self._vocabulary.sequences(config.get("bad_words_ids") or [])
        self._target_prefix = (
            self._vocabulary.sequence([config["forced_bos_token_id"]])
            if config.get("forced_bos_token_id") is not None
            else []
        )
        cores = threads or available_cores()
        workers = min(replicas or cores, cores) if self._device == "cpu" else (replicas or 1)
        self.replicas = workers
        self._translator = ctranslate2.Translator(
            str(converted),
            device=self._device,
            compute_type=resolved,
            inter_threads=workers,
            intra_threads=max(1, cores // workers),
            max_queued_batches=-1,  # the caller bounds its own queue; blocking inside generate would hold a lock for nothing
        )
        self.compute_type = canonical_compute_type(self._translator.compute_type, self._device)
        self._version = str(ctranslate2.__version__)

    @property
    def max_input_tokens(self) -> int:
        """Positions of the encoder."""
        return self._positions

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens with the prefix and the end of sentence."""
        return [len(row) for row in self._tokenizer.encode(texts, self.spec.prefix)]

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """See models.base.Engine. Every batch is submitted before the first is waited for, so all workers are busy."""
        check_options(options)
        check_target(self.spec, target_language_code)
        rows = self._tokenizer.encode(texts, self.spec.prefix)
        lengths = [len(row) for row in rows]
        check_lengths(self.spec, texts, lengths, self._positions)
        out: list[tuple[Hypothesis, ...]] = [(Hypothesis("", (), 0.0),) * options.num_hypotheses for _ in texts]
        places = [place for place, text in enumerate(texts) if text.strip()]  # nothing to say about nothing
        waiting = []
        for limits, members in group([lengths[place] for place in places], options, self._positions):
            chosen = [places[member] for member in members]
            waiting.append((chosen, limits, self._submit([rows[place] for place in chosen], options, limits)))
        for chosen, _, results in waiting:
            for place, result in zip(chosen, results, strict=True):
                out[place] = self._hypotheses(result.result(), options)
        return out

    def _submit(self, rows: list[list[str]], options: DecodingOptions, limits: Bounds) -> list[Any]:
        started: list[Any] = self._translator.translate_batch(
            rows,
            [self._target_prefix] * len(rows) if self._target_prefix else None,
            asynchronous=True,
            max_batch_size=MAX_BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,  # never truncate; the length was checked
            beam_size=options.beam_size,
            num_hypotheses=options.num_hypotheses,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram_size,
            min_decoding_length=limits.minimum,
            max_decoding_length=limits.maximum,
            disable_unk=True,
            suppress_sequences=self._suppressed or None,
            return_scores=True,
            return_end_token=True,
        )
        return started

    def _hypotheses(self, result: Any, options: DecodingOptions) -> tuple[Hypothesis, ...]:
        return tuple(
            self._hypothesis(tokens, score, options)
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        )

    def _hypothesis(self, tokens: list[str], score: float, options: DecodingOptions) -> Hypothesis:
        # CTranslate2 gives sum / length ** length_penalty, the end of sentence counted
        length = max(1, len(tokens))
        mean = score * length ** (options.length_penalty - 1.0)
        ended = bool(tokens) and tokens[-1] == self._vocabulary.end
        body = tokens[len(self._target_prefix) : -1 if ended else None]
        return Hypothesis(self._tokenizer.decode(body), tuple(body), mean, hit_limit=not ended)

    def token_scores(self, texts: Sequence[str], outputs: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        """Log probability of each token of a given output and of the end of sentence after it: one more than its tokens."""
        rows = self._tokenizer.encode(texts, self.spec.prefix)
        check_lengths(self.spec, texts, [len(row) for row in rows], self._positions)
        targets = [[*self._target_prefix, *output] for output in outputs]
        results = self._translator.score_batch(
            rows, targets, max_batch_size=MAX_BATCH_TOKENS, batch_type="tokens", max_input_length=0
        )
        return [tuple(result.log_probs[len(self._target_prefix) :]) for result in results]

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """See models.base.Engine: the attention of the layer that was chosen when the checkpoint was converted."""
        if self._alignment is None:
            raise no_translator(self.spec)
        rows = self._tokenizer.encode(sources, self.spec.prefix)
        outputs = [[*self._target_prefix, *self._tokenizer.spell(target)] for target in targets]
        out: list[tuple[Link, ...]] = [() for _ in sources]
        chosen = alignable(
            sources, targets, [max(len(r), len(o) + 1) for r, o in zip(rows, outputs, strict=True)], self._positions
        )
        if not chosen:
            return out
        results = self._translator.translate_batch(
            [rows[place] for place in chosen],
            [outputs[place] for place in chosen],
            max_batch_size=MAX_BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
            beam_size=1,
            max_decoding_length=max(len(outputs[place]) for place in chosen) + 1,
            return_end_token=True,
            return_attention=True,
        )
        lead = len(self._target_prefix)
        for place, result in zip(chosen, results, strict=True):
            tokens = outputs[place][lead:]
            first = lead + self._alignment.shift
            steps = result.attention[0][first : first + len(tokens)]
            out[place] = word_links(sources[place], targets[place], rows[place][:-1], tokens, [s[:-1] for s in steps])
        return out

    def spell(self, text: str) -> list[str]:
        """Decoder tokens that spell `text`."""
        return self._tokenizer.spell(text)

    def signature(self, options: DecodingOptions) -> str:
        """See models.base.Engine."""
        return signature(
            self.spec, options, engine=self.name, compute_type=self.compute_type, engine_version=self._version
        )


class _Vocabulary:
    """Words of a converted model by number, read only when a number has to be named."""

    def __init__(self, converted: Path) -> None:
        self._folder = converted
        self._words: list[str] | None = None
        self.end = str(json.loads((converted / "config.json").read_text(encoding="utf-8"))["eos_token"])

    def sequence(self, numbers: Sequence[int]) -> list[str]:
        """The words; empty where one was removed in the conversion, as Marian's `<pad>` is, and so cannot be generated."""
        if self._words is None:
            name = next(
                name for name in ("shared_vocabulary.json", "target_vocabulary.json") if (self._folder / name).is_file()
            )
            self._words = json.loads((self._folder / name).read_text(encoding="utf-8"))
        words = self._words
        return [words[number] for number in numbers] if all(number < len(words) for number in numbers) else []

    def sequences(self, numbers: Sequence[Sequence[int]]) -> list[list[str]]:
        """Several of them, the removed ones left out."""
        return [words for words in map(self.sequence, numbers) if words]


def available_cores() -> int:
    """Cores this process may use, which in a container is fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def choose_device(device: str) -> str:
    """`cpu` or `cuda`. Raises UnsupportedModelError where the machine has not what was asked for."""
    import ctranslate2

    devices = ("auto", "cpu", "cuda")
    if device not in devices:
        raise UnsupportedModelError(
            f"no device {device!r}; there are {', '.join(devices)}", metadata={"device": device}
        )
    gpus = ctranslate2.get_cuda_device_count() if device != "cpu" else 0
    if device == "cuda" and gpus == 0:
        raise UnsupportedModelError(
            "device 'cuda': CTranslate2 sees no GPU here; 'cpu' is there", metadata={"device": device}
        )
    return "cuda" if gpus else "cpu"


def choose_compute_type(compute_type: str, device: str) -> str:
    """What the machine computes in: `default` is float16 on a GPU and int8 on a CPU, where supported, else float32.

    Raises UnsupportedModelError naming what is supported: CTranslate2 itself would silently take another.
    """
    import ctranslate2

    supported = ctranslate2.get_supported_compute_types(device)
    if compute_type == "default":
        preferred = ("float16", "int8_float32") if device == "cuda" else ("int8",)
        return next((name for name in preferred if name in supported), "float32")
    if compute_type not in supported:
        raise UnsupportedModelError(
            f"compute type {compute_type!r} is not supported on this {device}; there are default, {', '.join(sorted(supported))}",
            metadata={"compute_type": compute_type, "device": device, "supported": ",".join(sorted(supported))},
        )
    return compute_type


def canonical_compute_type(compute_type: str, device: str) -> str:
    """One name for one computation: on a CPU CTranslate2 calls `int8` `int8_float32`."""
    return "int8" if device == "cpu" and compute_type == "int8_float32" else compute_type


def _generation_config(folder: Path) -> dict[str, Any]:
    path = folder / "generation_config.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
