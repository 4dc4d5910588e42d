"""The reference engine: transformers on torch. Any sequence-to-sequence checkpoint, and the oracle of the parity tests."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.alignment import Link, word_links
from models.alignment_choice import AlignmentChoice, Forced, choose
from models.alignment_torch import force, start_of
from models.base import DecodingOptions, Hypothesis
from models.decoding import Bounds, alignable, check_lengths, check_options, check_target, group, no_translator
from models.errors import CorruptModelError, UnsupportedModelError
from models.files import read_config
from models.spec import ModelSpec, signature

MAX_BATCH_TOKENS = 2048
"""Input tokens a batch, padding counted."""

DTYPES = ("float32", "bfloat16", "float16")


class TransformersEngine:
    """A checkpoint in transformers. See models.base.Engine. One call decodes at a time.

    `compute_type` `default` is float32. `threads` sets torch's for the whole process (0 leaves it).
    """

    name = "transformers"

    def __init__(
        self, spec: ModelSpec, folder: Path, *, compute_type: str = "default", device: str = "auto", threads: int = 0
    ) -> None:
        import torch
        import transformers

        if compute_type != "default" and compute_type not in DTYPES:
            raise UnsupportedModelError(
                f"compute type {compute_type!r}: engine 'transformers' has default, {', '.join(DTYPES)}",
                metadata={"compute_type": compute_type},
            )
        if device not in ("auto", "cpu", "cuda") or (device == "cuda" and not torch.cuda.is_available()):
            raise UnsupportedModelError(
                f"no device {device!r} here; 'auto' and 'cpu' are there", metadata={"device": device}
            )
        self.spec = spec
        self.replicas = 1
        self.compute_type = "float32" if compute_type == "default" else compute_type
        self._device = "cuda" if device == "cuda" or (device == "auto" and torch.cuda.is_available()) else "cpu"
        self._version = str(transformers.__version__)
        if threads:
            torch.set_num_threads(threads)
        self._lock = threading.Lock()
        self._alignment: AlignmentChoice | None = None
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        self._model = load_whole(
            folder,
            "AutoModelForSeq2SeqLM",
            getattr(torch, self.compute_type),
            otherwise="no sequence-to-sequence model",
        ).to(self._device)
        self._config = self._model.config
        self._generation = self._model.generation_config
        # generate() fills what the options leave open from the model's own settings; they must not leak in
        self._model.generation_config = transformers.GenerationConfig()  # type: ignore[no-untyped-call]
        self._positions = _positions(read_config(folder), self._tokenizer)

    @property
    def max_input_tokens(self) -> int:
        """Positions of the encoder."""
        return self._positions

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        inputs = [self.spec.prefix + text for text in texts]
        rows: list[list[int]] = self._tokenizer(inputs, truncation=False, padding=False)["input_ids"] if inputs else []
        return rows

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens with the prefix and special tokens."""
        return [len(row) for row in self._encode(texts)]

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """See models.base.Engine."""
        check_options(options)
        check_target(self.spec, target_language_code)
        rows = self._encode(texts)
        lengths = [len(row) for row in rows]
        check_lengths(self.spec, texts, lengths, self._positions)
        out: list[tuple[Hypothesis, ...]] = [(Hypothesis("", (), 0.0),) * options.num_hypotheses for _ in texts]
        places = [place for place, text in enumerate(texts) if text.strip()]
        for limits, members in group([lengths[place] for place in places], options, self._positions):
            for batch in _batches([places[member] for member in members], lengths):
                for place, hypotheses in zip(
                    batch, self._decode([rows[i] for i in batch], options, limits), strict=True
                ):
                    out[place] = hypotheses
        return out

    def _decode(self, rows: list[list[int]], options: DecodingOptions, limits: Bounds) -> list[tuple[Hypothesis, ...]]:
        import torch

        inputs, mask = self._padded(rows)
        with self._lock, torch.inference_mode():
            result = self._model.generate(
                input_ids=inputs, attention_mask=mask, generation_config=self._generation_config(options, limits)
            )
            if options.beam_size > 1:
                scores = result.sequences_scores[:, None]
            else:
                scores = self._model.compute_transition_scores(result.sequences, result.scores, normalize_logits=True)
        made = [
            self._hypothesis(row[1:], score, options)  # the first is the decoder's start
            for row, score in zip(result.sequences.tolist(), scores.tolist(), strict=True)
        ]
        n = options.num_hypotheses
        return [tuple(made[i : i + n]) for i in range(0, len(made), n)]

    def _hypothesis(self, numbers: list[int], scores: list[float], options: DecodingOptions) -> Hypothesis:
        eos, pad = self._generation.eos_token_id, self._pad()
        ends = set(eos if isinstance(eos, list) else [eos])
        end = next((i for i, number in enumerate(numbers) if number in ends), None)
        body = numbers[:end] if end is not None else [number for number in numbers if number != pad]
        length = max(1, len(body) + (end is not None))
        # beam search gives sum / length ** length_penalty, greedy search each token's
        mean = (
            scores[0] * length ** (options.length_penalty - 1.0)
            if options.beam_size > 1
            else sum(scores[:length]) / length
        )
        if self._generation.forced_bos_token_id is not None:
            body = body[1:]
        tokens = tuple(self._tokenizer.convert_ids_to_tokens(body))
        text: Any = self._tokenizer.decode(body, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return Hypothesis(text.strip(), tokens, mean, hit_limit=end is None)

    def _generation_config(self, options: DecodingOptions, limits: Bounds) -> Any:
        """What the options say, with the checkpoint's special tokens."""
        from transformers import GenerationConfig

        own = self._generation
        unk = getattr(self._tokenizer, "unk_token_id", None)
        return GenerationConfig(  # type: ignore[no-untyped-call]
            decoder_start_token_id=own.decoder_start_token_id or self._config.decoder_start_token_id,
            bos_token_id=own.bos_token_id,
            eos_token_id=own.eos_token_id,
            pad_token_id=self._pad(),
            forced_bos_token_id=own.forced_bos_token_id,
            bad_words_ids=own.bad_words_ids,
            suppress_tokens=None if unk is None else [unk],
            do_sample=False,
            num_beams=options.beam_size,
            num_return_sequences=options.num_hypotheses,
            early_stopping=options.beam_size > 1,  # as CTranslate2: done when beam_size hypotheses are finished
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram_size,
            min_new_tokens=limits.minimum or None,
            max_new_tokens=limits.maximum,
            output_scores=True,
            return_dict_in_generate=True,
        )

    def token_scores(self, texts: Sequence[str], outputs: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        """Log probability of each token of a given output and of the end of sentence after it: one more than its tokens."""
        import torch

        lead = start_of(self._config, self._generation)
        eos = self._generation.eos_token_id
        out = []
        for row, output in zip(self._encode(texts), outputs, strict=True):
            numbers: Any = self._tokenizer.convert_tokens_to_ids(list(output))
            labels = [*numbers, eos[0] if isinstance(eos, list) else eos]
            inputs, mask = self._padded([row])
            decoder = torch.tensor([[*lead, *labels[:-1]]], device=self._device)
            with self._lock, torch.inference_mode():
                logits = self._model(input_ids=inputs, attention_mask=mask, decoder_input_ids=decoder).logits
            chosen = logits[0, len(lead) - 1 :].float().log_softmax(-1)
            out.append(tuple(float(chosen[i, label]) for i, label in enumerate(labels)))
        return out

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """See models.base.Engine. The layer is chosen at the first call."""
        if self.spec.task != "translation":
            raise no_translator(self.spec)
        out: list[tuple[Link, ...]] = []
        for source, target in zip(sources, targets, strict=True):
            lengths = [len(self._encode([source])[0]), len(self.spell(target)) + 1]
            if not alignable([source], [target], [max(lengths)], self._positions):
                out.append(())
                continue
            with self._lock:
                if self._alignment is None:
                    self._alignment = choose(self._forced)
                pair = self._forced(source, target)
            first = self._alignment.shift
            steps = pair.attention[self._alignment.layer][first : first + len(pair.target_tokens)]
            out.append(word_links(source, target, pair.source_tokens, pair.target_tokens, steps))
        return out

    def _forced(self, source: str, target: str) -> Forced:
        lead = start_of(self._config, self._generation)
        return force(self._model, self._tokenizer, source, target, lead=lead, prefix=self.spec.prefix)

    def _padded(self, rows: list[list[int]]) -> tuple[Any, Any]:
        import torch

        width = max(len(row) for row in rows)
        inputs = torch.full((len(rows), width), self._pad(), dtype=torch.long)
        mask = torch.zeros((len(rows), width), dtype=torch.long)
        for i, row in enumerate(rows):
            inputs[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        return inputs.to(self._device), mask.to(self._device)

    def _pad(self) -> int:
        pad = self._config.pad_token_id
        return int(self._tokenizer.pad_token_id if pad is None else pad)

    def spell(self, text: str) -> list[str]:
        """Decoder tokens that spell `text`."""
        numbers = self._tokenizer(text_target=text, add_special_tokens=False)["input_ids"]
        return list(self._tokenizer.convert_ids_to_tokens(numbers))

    def signature(self, options: DecodingOptions) -> str:
        """See models.base.Engine."""
        return signature(
            self.spec, options, engine=self.name, compute_type=self.compute_type, engine_version=self._version
        )


def load_whole(folder: Path, kind: str, dtype: Any, *, otherwise: str) -> Any:
    """The model by transformers' auto class `kind`, with every weight from its file.

    Raises CorruptModelError for a checkpoint that transformers would complete at random, and UnsupportedModelError for
    one of another kind, which is `otherwise`.
    """
    import transformers

    bar = transformers.logging.is_progress_bar_enabled()
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model, info = getattr(transformers, kind).from_pretrained(
            str(folder), dtype=dtype, use_safetensors=True, local_files_only=True, output_loading_info=True
        )
    except ValueError as error:
        raise UnsupportedModelError(f"{folder} is {otherwise}: {error}") from error
    finally:
        if bar:
            transformers.logging.enable_progress_bar()  # type: ignore[no-untyped-call]
    lacking = sorted(info["missing_keys"]) + sorted(str(key) for key in info["mismatched_keys"])
    if lacking:
        raise CorruptModelError(
            f"{folder}: weights missing or of the wrong shape: {', '.join(lacking[:5])} ({len(lacking)} in all)",
            metadata={"folder": str(folder)},
        )
    return model.eval()


def _positions(config: dict[str, Any], tokenizer: Any) -> int:
    """The longest input. Models without positions of their own (T5) are held to what their tokenizer says, or 512."""
    for key in ("max_position_embeddings", "max_encoder_position_embeddings"):
        if key in config:
            return int(config[key])
    stated = int(getattr(tokenizer, "model_max_length", 512))
    return stated if stated < 100_000 else 512


def _batches(places: list[int], lengths: list[int]) -> list[list[int]]:
    """Consecutive runs of similar length, at most MAX_BATCH_TOKENS padded tokens each."""
    ordered = sorted(places, key=lambda place: (-lengths[place], place))
    batches: list[list[int]] = []
    for place in ordered:
        if batches and lengths[batches[-1][0]] * (len(batches[-1]) + 1) <= MAX_BATCH_TOKENS:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches
