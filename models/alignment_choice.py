"""Which decoder layer of a checkpoint aligns words best: measured once, on sentences with known links.

Of the bundled translator's three layers the last, whose first head CTranslate2 would take, puts 67 of 84 elements right (54 with
that head) at the step that writes a word, the first layer 82 at the step after (docs/quality.md); other checkpoints differ.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.alignment import word_links

FILE = "tidings-alignment.json"
PROBES = Path(__file__).with_name("alignment_probes.toml")
LEAST_AGREEMENT = 0.5
"""Below it the checkpoint reads none of the probes' languages, and they tell nothing of it."""


@dataclass(frozen=True, slots=True)
class AlignmentChoice:
    """Decoder layer `layer` (from 0), mean of its heads, at the step `shift` (0 or 1) after the one that writes a token.

    `agreement` is the share (0..1) of the probes' links that it finds; None where they could not tell.
    """

    layer: int
    shift: int
    agreement: float | None = None

    def save(self, folder: Path) -> None:
        """Put it beside a converted checkpoint."""
        (folder / FILE).write_text(json.dumps(asdict(self), sort_keys=True), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> AlignmentChoice | None:
        """That of a converted checkpoint; None where it has none, being no translator."""
        path = folder / FILE
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Forced:
    """A pair that was forced through a decoder: its tokens, and attention[layer][step][source token].

    There is one step more than target tokens: that of the end of sentence.
    """

    source_tokens: Sequence[str]
    target_tokens: Sequence[str]
    attention: Any


def choose(force: Callable[[str, str], Forced]) -> AlignmentChoice:
    """The layer and step that find most links of the probes, in the language that the checkpoint reads best.

    `force` decodes a source with a given target. Where no layer finds half the links: the last one, as CTranslate2 does.
    """
    probes = tomllib.loads(PROBES.read_text(encoding="utf-8"))["probe"]
    found: dict[tuple[str, int, int], int] = {}
    links: dict[str, int] = {}
    layers = 1
    for probe in probes:
        code = probe["language_code"]
        links[code] = links.get(code, 0) + len(probe["links"])
        pair = force(probe["source"], probe["target"])
        layers = len(pair.attention)
        for layer in range(layers):
            for shift in (0, 1):
                key = (code, layer, shift)
                found[key] = found.get(key, 0) + _hits(probe, pair, layer, shift)
    share = {key: count / links[key[0]] for key, count in found.items()}
    best = max(share, key=lambda key: (share[key], -key[2], key[1], key[0]))
    if share[best] < LEAST_AGREEMENT:
        return AlignmentChoice(layers - 1, 0)
    return AlignmentChoice(best[1], best[2], round(share[best], 4))


def _hits(probe: dict[str, Any], pair: Forced, layer: int, shift: int) -> int:
    source, target = probe["source"], probe["target"]
    steps = pair.attention[layer][shift : shift + len(pair.target_tokens)]
    strongest: dict[str, tuple[float, str]] = {}
    for link in word_links(source, target, pair.source_tokens, pair.target_tokens, steps):
        word = target[link.target_start : link.target_end]
        candidate = (link.weight, source[link.source_start : link.source_end])
        strongest[word] = max(strongest.get(word, (0.0, "")), candidate)
    return sum(strongest.get(english, (0.0, ""))[1] == word for word, english in probe["links"].items())
