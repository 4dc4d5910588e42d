"""Attention of a checkpoint in torch: for the choice of a layer when it is converted, and for the reference engine."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from models.alignment_choice import AlignmentChoice, Forced, choose


def choose_layer(model: Any, folder: Path) -> AlignmentChoice:
    """See models.alignment_choice.choose; `folder` has the model's tokenizer."""
    import transformers

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    lead = start_of(model.config, model.generation_config)
    return choose(lambda source, target: force(model, tokenizer, source, target, lead=lead))


def start_of(config: Any, generation: Any) -> list[int]:
    """What a checkpoint's decoder is given before the first token of an output."""
    start = generation.decoder_start_token_id or config.decoder_start_token_id
    return [start] if generation.forced_bos_token_id is None else [start, generation.forced_bos_token_id]


def force(model: Any, tokenizer: Any, source: str, target: str, *, lead: list[int], prefix: str = "") -> Forced:
    """`target` forced through the decoder after `lead`; the mean of each layer's heads, without the end of sentence.

    The model's attention is computed `eager` for the call: other implementations don't give it.
    """
    import torch

    numbers = tokenizer(prefix + source)["input_ids"]
    wanted = tokenizer(text_target=target, add_special_tokens=False)["input_ids"]
    before = model.config._attn_implementation
    model.set_attn_implementation("eager")
    try:
        with torch.inference_mode():
            made = model(
                input_ids=torch.tensor([numbers], device=model.device),
                decoder_input_ids=torch.tensor([[*lead, *wanted]], device=model.device),
                output_attentions=True,
            )
    finally:
        model.set_attn_implementation(before)
    return Forced(
        tokenizer.convert_ids_to_tokens(numbers)[:-1],
        tokenizer.convert_ids_to_tokens(wanted),
        [layer[0].float().mean(0)[len(lead) - 1 :, :-1].cpu().numpy() for layer in made.cross_attentions],
    )
