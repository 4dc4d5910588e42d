"""Which words of a text each word of its English stands for: from attention, in both engines."""

from __future__ import annotations

import pytest

from models.alignment import Link, locate, word_links, word_spans
from models.alignment_choice import AlignmentChoice, Forced, choose
from models.errors import UnsupportedModelError
from tests.models.conftest import sentences

PAIRS = [
    ("Hun åpnet den nye broen over elva på fredag.", "On Friday she opened the new bridge across the river."),
    ("Der Hund wurde nach drei Tagen im Wald gefunden.", "The dog was found in the forest after three days."),
    (
        "Skriv til Kari Vik på kari.vik@fjordposten.example i dag.",
        "Write to Kari Vik at kari.vik@fjordposten.example today.",
    ),
]


def pairs_of(links: tuple[Link, ...], source: str, target: str) -> dict[str, str]:
    """English word -> the source word that most of it stands for."""
    best: dict[str, tuple[float, str]] = {}
    for link in links:
        word = target[link.target_start : link.target_end]
        best[word] = max(best.get(word, (0.0, "")), (link.weight, source[link.source_start : link.source_end]))
    return {word: source_word for word, (_, source_word) in best.items()}


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_given_english_is_aligned_though_its_words_stand_elsewhere(open_cached, engine):
    translator = open_cached("tidings-mt-small", "float32", engine)
    found = [
        pairs_of(links, *pair) for links, pair in zip(translator.align(*zip(*PAIRS, strict=True)), PAIRS, strict=True)
    ]
    assert found[0]["bridge"] == "broen" and found[0]["Friday"] == "fredag" and found[0]["river"] == "elva"
    assert found[1]["found"] == "gefunden" and found[1]["forest"] == "Wald" and found[1]["three"] == "drei"
    assert found[2]["Write"] == "Skriv" and found[2]["kari.vik@fjordposten.example"] == "kari.vik@fjordposten.example"


def test_the_engines_read_the_same_attention(open_cached):
    sources = sentences("nb", "de")[::20]
    fast, reference = (open_cached("tidings-mt-small", "float32", name) for name in ("ctranslate2", "transformers"))
    targets = [f"It says that {len(source)} of them came to Bergen on Friday." for source in sources]
    for ours, theirs in zip(fast.align(sources, targets), reference.align(sources, targets), strict=True):
        weights = {link[:4]: link.weight for link in theirs}
        assert len(ours) > 5
        for link in ours:
            assert abs(weights.get(link[:4], 0.02) - link.weight) < 0.02  # links below 0.02 are left out


def test_both_engines_choose_the_same_layer(open_cached):
    fast, reference = (open_cached("tidings-mt-small", "float32", name) for name in ("ctranslate2", "transformers"))
    reference.align(["Hei."], ["Hello."])
    assert fast._alignment == reference._alignment
    assert fast._alignment.agreement > 0.9


def test_weights_are_shares_of_a_target_word_and_spans_are_words(open_cached):
    translator = open_cached("tidings-mt-small")
    for links, (source, target) in zip(translator.align(*zip(*PAIRS, strict=True)), PAIRS, strict=True):
        sums: dict[int, float] = {}
        for link in links:
            assert (link.source_start, link.source_end) in word_spans(source)
            assert (link.target_start, link.target_end) in word_spans(target)
            sums[link.target_start] = sums.get(link.target_start, 0.0) + link.weight
        assert all(0.5 < total <= 1.001 for total in sums.values())


def test_what_cannot_be_aligned_has_no_links_and_harms_no_other(open_cached):
    translator = open_cached("tidings-mt-small")
    long = "ord " * 600
    out = translator.align([PAIRS[0][0], long, "", "Hei."], [PAIRS[0][1], long, "x", " "])
    assert [bool(links) for links in out] == [True, False, False, False]


def test_a_summariser_does_not_align(open_cached):
    with pytest.raises(UnsupportedModelError, match="summarization"):
        open_cached("tidings-sum-small", engine="transformers").align(["a"], ["b"])


def test_tokens_are_located_past_what_they_do_not_spell():
    text = "Wörter ∅ und mehr"
    tokens = ["▁Wör", "ter", "▁", "<unk>", "▁und", "▁mehr"]
    assert [text[a:b] for a, b in locate(tokens, text)] == ["Wör", "ter", "", "", "und", "mehr"]


def test_a_word_of_many_tokens_takes_the_sum_of_their_attention():
    links = word_links("en bok", "a book", ["▁en", "▁b", "ok"], ["▁a", "▁book"], [[0.8, 0.1, 0.1], [0.2, 0.4, 0.4]])
    assert pairs_of(links, "en bok", "a book") == {"a": "en", "book": "bok"}


def test_a_checkpoint_that_reads_no_probe_is_aligned_by_its_last_layer():
    def blind(source: str, target: str) -> Forced:
        words = source.split()
        rows = [[1.0] + [0.0] * (len(words) - 1)] * (len(target.split()) + 1)
        return Forced([f"▁{w}" for w in words], [f"▁{w}" for w in target.split()], [rows, rows, rows])

    assert choose(blind) == AlignmentChoice(2, 0, None)
