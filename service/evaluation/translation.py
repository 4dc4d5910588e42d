"""Translation: chrF and BLEU against human references, warning flags and speed, by language.

`raw` is the checkpoint alone: beam 4, each line as it stands, nothing masked, checked or repaired. `tidings` is
DocumentTranslator with its settings: the language given, cleaning off, one line a document. Files are NAME.LANG
beside NAME.en, a line a segment. Without a cache, so that what is measured is work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from types import ModuleType

from service.errors import ConfigurationError
from service.evaluation.data import DataFile, digests, folder_names, no_data, read
from service.evaluation.shape import Context, Report, Row, means
from service.evaluation.translators import Output, Systems

REFERENCE = "en"


@dataclass(frozen=True)
class Pair:
    """One language of one set."""

    set_name: str
    language_code: str
    sources: tuple[str, ...]
    references: tuple[str, ...]


def run(context: Context) -> Report:
    """Four metrics a set, language and system, and their means over the languages of a set.

    `chrf` and `bleu` are sacrebleu's (0..100). `flags_per_1000`: flags that warn, each code once a line, per 1,000
    lines; the row's `flags` has them by code. `raw` is checked after the fact, to show what checks would say of it.
    `tokens_per_second`: output tokens that the engine decoded, repair's included, per second that it worked; the row's
    `tokens` and `seconds` are what it was made of.
    """
    sacrebleu = library()
    pairs, files = _pairs(context)
    systems = Systems.open(context)
    rows: list[Row] = []
    for set_name in dict.fromkeys(pair.set_name for pair in pairs):
        here: list[Row] = []
        for pair in (p for p in pairs if p.set_name == set_name):
            if pair.language_code not in systems.language_codes:
                context.say(f"{pair.set_name}.{pair.language_code} is left out: no installed model translates it")
                continue
            for system, output in systems.translate(pair.set_name, pair.language_code, pair.sources):
                here += figures(sacrebleu, pair, system, output)
        rows += [*here, *means(here)]
    if not rows:
        raise no_data(
            f"no file in {context.data} is in a language that an installed model translates "
            f"({', '.join(systems.language_codes)})",
            context.data,
        )
    return Report("translation", digests(files), tuple(rows))


def library() -> ModuleType:
    """sacrebleu's metrics. Raises ConfigurationError (NOT_INSTALLED) naming the extra."""
    try:
        from sacrebleu import metrics
    except ImportError as error:
        raise ConfigurationError(
            "NOT_INSTALLED", "chrF and BLEU need sacrebleu, which is not installed: pip install tidings[evaluate]"
        ) from error
    return metrics


def figures(metrics: ModuleType, pair: Pair, system: str, output: Output) -> list[Row]:
    """The rows of one system on one set and language."""
    count = len(output.texts)
    rows = []
    for name, metric in (("chrf", metrics.CHRF()), ("bleu", metrics.BLEU())):
        score = metric.corpus_score(list(output.texts), [list(pair.references)]).score
        rows.append(_row(pair, system, name, score, str(metric.get_signature()), model=output.signature))
    codes = Counter(chain.from_iterable(output.flag_codes))
    by_code = {code: round(1000 * number / count, 4) for code, number in sorted(codes.items())}
    flags = 1000 * codes.total() / count
    rows.append(_row(pair, system, "flags_per_1000", flags, output.signature, flags=by_code))
    speed = output.tokens / output.seconds if output.seconds else 0.0
    work = round(output.seconds, 3)
    rows.append(_row(pair, system, "tokens_per_second", speed, output.signature, tokens=output.tokens, seconds=work))
    return rows


def _row(pair: Pair, system: str, metric: str, value: float, signature: str, **extra: object) -> Row:
    return Row(pair.set_name, pair.language_code, system, metric, value, len(pair.sources), signature, extra)


def _pairs(context: Context) -> tuple[list[Pair], list[DataFile]]:
    """Every NAME.LANG that has a NAME.en beside it. Raises ConfigurationError for none, or for unequal numbers of lines."""
    names = folder_names(context.data)
    pairs: list[Pair] = []
    files: dict[str, DataFile] = {}
    for name in names:
        stem, _, code = name.rpartition(".")
        beside = f"{stem}.{REFERENCE}"
        if not stem or code == REFERENCE or beside not in names or not (code.isalpha() and 2 <= len(code) <= 3):
            continue
        source = files.setdefault(name, read(context.data, name))
        reference = files.setdefault(beside, read(context.data, beside))
        pairs.append(_pair(source, reference, code, context.limit))
    if not pairs:
        raise no_data(
            f"{context.data} holds no NAME.LANG beside a NAME.{REFERENCE} (such as news.nb and news.{REFERENCE}); "
            f"it holds {', '.join(names[:5]) or 'no files'}",
            context.data,
        )
    return pairs, list(files.values())


def _pair(source: DataFile, reference: DataFile, code: str, limit: int | None) -> Pair:
    lines, english = source.lines, reference.lines
    if len(lines) != len(english) or not lines:
        raise ConfigurationError(
            "BAD_DATA",
            f"{source.name} has {len(lines)} lines and {reference.name} {len(english)}; "
            "they should be the same number, one segment a line",
        )
    return Pair(source.set_name, code, tuple(lines[:limit]), tuple(_stripped(english[:limit])))


def _stripped(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines]
