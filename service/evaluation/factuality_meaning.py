"""The table of service.checks.support_meaning, made from WordNet: `python -m service.evaluation.factuality_meaning FOLDER`.

FOLDER holds WordNet 3.0's data.*, index.* and *.exc files (Debian's package wordnet-base lays them in
/usr/share/wordnet). Miller 1995, https://wordnet.princeton.edu; its licence is in NOTICE.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import numpy as np
from wordfreq import top_n_list

from service.checks.support_meaning import TABLE

#: Forms of English words that the table knows: the most frequent ones. The last of them is seen once in 50 million words.
FORMS = 60_000
#: Pointers to what is nearly the same: more general, more special, similar, derived, same group, entailed, caused.
NEAR = frozenset({"@", "@i", "~", "~i", "&", "+", "\\", "$", "*", ">", "="})
PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
#: WordNet's own rules (morphy): endings of a form and of its base, by part of speech.
ENDINGS = {
    "n": "s: ses:s xes:x zes:z ches:ch shes:sh men:man ies:y",
    "v": "s: ies:y es:e es: ed:e ed: ing:e ing:",
    "a": "er: est: er:e est:e",
    "r": "",
}
_COMMENT = "  "

_Sense = tuple[str, str]


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="latin-1").splitlines() if not line.startswith(_COMMENT))


def neighbours(folder: Path) -> dict[_Sense, list[_Sense]]:
    """Each sense (part of speech, number) and those near it."""
    out = {}
    for part, name in PARTS.items():
        for line in _lines(folder / f"data.{name}"):
            fields = line.split("|")[0].split()
            first = 5 + 2 * int(fields[3], 16)
            pointers = [fields[first + 4 * i : first + 4 * i + 3] for i in range(int(fields[first - 1]))]
            out[part, fields[0]] = [
                ("a" if p == "s" else p, number) for symbol, number, p in pointers if symbol in NEAR
            ]
    return out


def lexicon(folder: Path) -> dict[tuple[str, str], list[_Sense]]:
    """Part of speech and base form -> senses."""
    out = {}
    for part, name in PARTS.items():
        for line in _lines(folder / f"index.{name}"):
            fields = line.split()
            out[part, fields[0]] = [(part, number) for number in fields[-int(fields[2]) :]]
    return out


def bases(form: str, part: str, irregular: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    """What the form may be a form of, itself first; regular endings only where it is no irregular form."""
    yield form
    if (part, form) in irregular:
        yield from irregular[part, form]
        return
    for rule in ENDINGS[part].split():
        ending, instead = rule.split(":")
        if form.endswith(ending):
            base = form[: -len(ending)] + instead
            yield base
            if not instead and len(base) > 2 and base[-1] == base[-2]:  # planned, plan
                yield base[:-1]


def main(folder: Path) -> None:
    """Write the table: forms, the senses of each, the senses near each sense."""
    known, near = lexicon(folder), neighbours(folder)
    irregular: dict[tuple[str, str], list[str]] = defaultdict(list)
    for part, name in PARTS.items():
        for line in _lines(folder / f"{name}.exc"):
            form, *base = line.split()
            irregular[part, form] += base
    rows: dict[str, list[_Sense]] = {}
    for form in sorted(top_n_list("en", FORMS)):
        found = [
            sense for part in PARTS for base in bases(form, part, irregular) for sense in known.get((part, base), [])
        ]
        if found:
            rows[form] = found
    numbers = {sense: n for n, sense in enumerate(sorted({sense for found in rows.values() for sense in found}))}
    senses = [sorted({numbers[sense] for sense in found}) for found in rows.values()]
    around = [sorted({numbers[other] for other in near[sense] if other in numbers}) for sense in numbers]
    np.savez_compressed(
        TABLE,
        words=np.frombuffer("\n".join(rows).encode(), dtype=np.uint8),
        sense_ends=np.array(list(accumulate(map(len, senses))), dtype=np.uint32),
        senses=np.array([number for row in senses for number in row], dtype=np.uint32),
        near_ends=np.array(list(accumulate(map(len, around))), dtype=np.uint32),
        near=np.array([number for row in around for number in row], dtype=np.uint32),
    )
    print(f"{TABLE}: {len(rows):,} forms, {len(numbers):,} senses, {TABLE.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
