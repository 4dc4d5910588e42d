"""Texts and lists -> for each language the probability of each word: what the weights are trained on.

Four sources: wordfreq's lists, the translator's training pairs (nb, nn, de, da, sv, English), Firefox language packs, the
word forms of simplemma's dictionaries; for four languages that have few or none of them, the common words of
languages.toml. No sentence outlives this module.
"""

from __future__ import annotations

import heapq
import html
import lzma
import math
import re
import tomllib
import unicodedata
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

NINE = ("nb", "nn", "da", "sv", "is", "de", "nl", "en", "fr")
WORD = re.compile(r"[^\W\d_]+")
LONGEST = 30
WORD_FLOOR = 1e-8
WORD_STEP = 0.125
LOOSE_SETS = {"bible_osnb2_nb": 0.15, "bible_osnn1_nn": 0.15}
"""Sets that count for less: large, and of one style."""

_PACK = re.compile(r"langpack-([\w-]+)@")
_PACK_CODES = {"nb-no": "nb", "nn-no": "nn", "sv-se": "sv", "en-gb": "en", "es-es": "es", "fy-nl": "fy", "ga-ie": "ga",
               "pt-pt": "pt", "hr": "sh", "bs": "sh", "ca-valencia": "ca"}  # fmt: skip
_LISTED = ("ca", "cs", "es", "fi", "hu", "id", "it", "lt", "lv", "ms", "pl", "pt", "ro", "sh", "sk", "sl", "tr", "vi")
_MARKUP = re.compile(r"\{[^}]*\}|<[^>]*>|%\d?\$?[A-Za-z]|https?://\S+|&\w+;|[\w.-]+\.(?:com|org|net)\S*")
_PAIR_MARKUP = re.compile(r"<[^>]*>|https?://\S+|[%&{$]\S+")
_DICTIONARY_CODES = {"hbs": "sh"}
_LEFT_OUT = ("enm", "grc")
_FEWEST_FORMS = 2000
_FORMS = {"nb": 0.08, "nn": 0.12, "da": 0.12, "sv": 0.08}
_FORMS_ELSE = 0.05
"""How much the dictionaries' forms count in a language of the nine: most where texts are few."""
_STRAY = 30.0
"""A word this many times commoner in another of the nine is a quotation or a name, and no word of the language."""

Distribution = dict[str, float]


def normal(counts: Mapping[str, float], least: float = 0.0) -> Distribution:
    """Shares of the words in Latin letters that occur `least` times or oftener; they sum to 1."""
    kept = {w: n for w, n in counts.items() if n >= least and len(w) <= LONGEST and WORD.fullmatch(w) and _latin(w)}
    total = math.fsum(kept.values())
    return {word: count / total for word, count in kept.items()} if total else {}


def mixed(*parts: tuple[float, Mapping[str, float]]) -> Distribution:
    """A weighted mean of distributions; each part is taken as if it summed to 1."""
    out: dict[str, float] = defaultdict(float)
    for weight, part in parts:
        total = math.fsum(part.values())
        for word, share in part.items():
            out[word] += weight * share / total
    return normal(out)


def _latin(word: str) -> bool:
    return all(map(_is_latin, word))


@cache
def _is_latin(char: str) -> bool:
    return "LATIN" in unicodedata.name(char, "")


def of_pairs(path: Path) -> dict[str, Distribution]:
    """Words of the training pairs, by language; English is their translations'."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, name, _, source, english = line.rstrip("\n").split("\t")[:5]
            weight = LOOSE_SETS.get(name, 1.0)
            for language, text in ((code, source), ("en", english)):
                for word in WORD.findall(_PAIR_MARKUP.sub(" ", text).lower()):
                    counts[language][word] += weight  # type: ignore[assignment]  # Counter's values may be floats
    return {code: normal(counter, 1.5) for code, counter in counts.items()}


def of_packs(folder: Path) -> dict[str, Distribution]:
    """Words of Firefox's user interface, by language; strings left in English don't count."""
    strings: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.rglob("*.xpi")):
        if found := _PACK.search(path.name):
            code = found[1].lower()
            strings[_PACK_CODES.get(code, code)] |= set(_pack_strings(path))
    english = strings["en"]
    counts = {
        code: Counter(
            word for text in (texts if code == "en" else texts - english) for word in WORD.findall(text.lower())
        )
        for code, texts in strings.items()
    }
    return {code: normal(counter, 2 if code in NINE else 1) for code, counter in counts.items()}


def _pack_strings(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as pack:
        for name in sorted(pack.namelist()):
            if name.endswith((".ftl", ".properties")):
                lines = pack.read(name).decode("utf-8", "replace").splitlines()
                for text in _values(line for line in lines if not line.startswith("#")):
                    yield html.unescape(_MARKUP.sub(" ", text))


def _values(lines: Iterable[str]) -> Iterator[str]:
    """What stands right of `=`, with the indented lines that follow it."""
    value = ""
    for line in lines:
        if line[:1].isspace() and value and "=" not in line:
            value += " " + re.sub(r"^\s*\*?\[\w+\]", "", line).strip()
            continue
        yield value
        value = line.partition("=")[2].strip()
    yield value


def _listed(code: str, size: str, most: int) -> Distribution:
    import wordfreq

    found = normal(wordfreq.get_frequency_dict(code, size))
    return normal(dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]))


def of_dictionaries(most: int) -> dict[str, Distribution]:
    """Word forms of simplemma's dictionaries, all alike; of more than `most`, those with the smallest checksums."""
    dictionary_factory = import_module("simplemma.strategies.dictionaries.dictionary_factory")  # not a dependency

    factory = dictionary_factory.DefaultDictionaryFactory()
    out = {}
    for code in sorted(dictionary_factory.SUPPORTED_LANGUAGES):
        forms = {form for entry in factory.get_dictionary(code).items() for form in entry}
        chosen = heapq.nsmallest(2 * most, forms, key=lambda form: (zlib.crc32(_bytes(form)), form))
        # Names are of every language; German writes its nouns as others write names.
        texts = [form for form in map(_text, chosen) if code == "de" or not form[0].isupper()]
        kept = normal(Counter({form.lower() for form in texts[:most]}))
        if len(kept) >= _FEWEST_FORMS:  # another script's dictionary has a few Latin forms
            out[_DICTIONARY_CODES.get(code, code)] = kept
    return {code: words for code, words in out.items() if code not in _LEFT_OUT}


def _bytes(form: str | bytes) -> bytes:
    return form if isinstance(form, bytes) else form.encode()


def _text(form: str | bytes) -> str:
    return form.decode() if isinstance(form, bytes) else form


def common_words() -> dict[str, Distribution]:
    """The words of languages.toml, all alike, for languages without another source."""
    tables = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
    return {code: normal(Counter(str(words).split())) for code, words in tables["words"].items()}


class Norwegian:
    """wordfreq's Norwegian list holds nb and nn: its words go by the pairs' counts, the rest by a first model's guess."""

    def __init__(self, pairs: Mapping[str, Distribution]) -> None:
        nb, nn, least = pairs["nb"], pairs["nn"], 3e-6
        self.unknown: Distribution = {}
        self.nb: Distribution = {}
        self.nn: Distribution = {}
        for word, share in _listed("nb", "large", 120_000).items():
            if word not in nb and word not in nn:
                self.unknown[word] = share
                continue
            odds = math.log((nn.get(word, 0.0) + least) / (nb.get(word, 0.0) + least))
            towards = 1.0 if odds > 1.5 else 0.0 if odds < -1.5 else 0.1
            self.nb[word], self.nn[word] = share * (1 - towards), share * towards

    def split(self, nynorsk: Mapping[str, float]) -> tuple[Distribution, Distribution]:
        """(nb, nn), the unknown words divided by `nynorsk`, the probability (0..1) that each is nn."""
        sure = {word: nynorsk[word] for word in self.unknown}
        nb = {word: share * (1 - sure[word]) for word, share in self.unknown.items() if sure[word] < 0.6}
        nn = {word: share * sure[word] for word, share in self.unknown.items() if sure[word] > 0.6}
        return {**self.nb, **nb}, {**self.nn, **nn}


@dataclass(frozen=True)
class Sources:
    """What each of the four sources has, by language."""

    pairs: Mapping[str, Distribution]
    packs: Mapping[str, Distribution]
    forms: Mapping[str, Distribution]
    norwegian: Norwegian


def distributions(
    sources: Sources, nynorsk: Mapping[str, float] | None, most: int, *, with_forms: bool
) -> dict[str, Distribution]:
    """The words of every language, the nine first, `most` at most a language, strays left out.

    `with_forms`: with those of the dictionaries, which know more words and say nothing of how common they are.
    `nynorsk`: see Norwegian.split; None for the first model, which learns the two Norwegians from texts alone.
    """
    pairs, packs, forms, norwegian = sources.pairs, sources.packs, sources.forms, sources.norwegian
    out: dict[str, Distribution] = {}
    if nynorsk is None:
        out["nb"] = mixed((0.55, pairs["nb"]), (0.4, norwegian.nb), (0.05, packs["nb"]))
        out["nn"] = mixed((0.9, pairs["nn"]), (0.1, packs["nn"]))
    else:
        nb, nn = norwegian.split(nynorsk)
        out["nb"] = mixed((0.45, pairs["nb"]), (0.5, nb), (0.05, packs["nb"]))
        out["nn"] = mixed((0.7, pairs["nn"]), (0.25, nn), (0.05, packs["nn"]))
    for code in NINE[2:]:
        listed = _listed(code, "small" if code in ("da", "is") else "large", 120_000)
        if code in pairs:
            out[code] = mixed((0.55, listed), (0.4, pairs[code]), (0.05, packs[code]))
        else:
            out[code] = mixed((0.9, listed), (0.1, packs[code]))
    for code in NINE if with_forms else ():
        share = _FORMS.get(code, _FORMS_ELSE)
        out[code] = mixed((1 - share, out[code]), (share, forms[code]))
    others = {code: _listed(code, "small", 20_000) for code in _LISTED} | {"tl": _listed("fil", "small", 20_000)}
    weighted = [(0.5, others), (0.3, packs), (0.5, common_words()), *([(0.2, forms)] if with_forms else [])]
    for code in sorted({code for _, source in weighted for code in source} - set(NINE)):
        out[code] = mixed(*((weight, source[code]) for weight, source in weighted if code in source))
    return {code: _frequent(words, most) for code, words in _without_strays(out).items()}


def _frequent(words: Distribution, most: int) -> Distribution:
    return normal(dict(sorted(words.items(), key=lambda item: (-item[1], item[0]))[:most]))


def _without_strays(all_words: Mapping[str, Distribution]) -> dict[str, Distribution]:
    most: dict[str, float] = defaultdict(float)
    for code in NINE:
        for word, share in all_words[code].items():
            most[word] = max(most[word], share)
    out = {}
    for code, words in all_words.items():
        short = _STRAY if code in NINE else 200.0  # the little words of others are often the nine's too
        kept = {w: p for w, p in words.items() if most[w] < (short if len(w) <= 3 else _STRAY) * p}
        out[code] = normal(kept)
    return out


def word_table(all_words: Mapping[str, Distribution], least: float) -> tuple[list[int], list[list[int]]]:
    """Checksums (sorted) of the words of the nine that are at least `least` of one of them, and how common each is.

    A row holds for each of the nine log(share / WORD_FLOOR + 1) in steps of WORD_STEP nats, 0..127.
    """
    words = {word for code in NINE for word, share in all_words[code].items() if share >= least}
    rows = {
        zlib.crc32(word.encode()): [
            round(math.log(all_words[code].get(word, 0.0) / WORD_FLOOR + 1) / WORD_STEP) for code in NINE
        ]
        for word in sorted(words)
    }
    keys = sorted(rows)
    return keys, [rows[key] for key in keys]
