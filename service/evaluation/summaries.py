"""Summaries of articles (`text`) and of events (`documents`), against human ones and against their own sources.

ROUGE is at equal word budgets: every system writes for as many words as the reference has and is cut there; with
`summary2`, the mean over both references. The other figures are of what ships, a paragraph (an event's for
`documents`), uncut. `unsupported_share` asks service.checks, which the summariser asks too: it shows that what a check
doubts is not shown as fact, not what the checks cannot see (`factuality` measures that).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from service.batching import Decoder, Meter
from service.checks import check_sentence
from service.corpus.runinfo import tidings_version
from service.domain import FlagCode, SummarySentence
from service.evaluation.data import DataFile, digests, jsonl_files, records
from service.evaluation.rouge import rouge
from service.evaluation.shape import TIDINGS, Context, Report, Row
from service.evaluation.summarizers import Systems, read_item, tidings
from service.facts.names import find_names
from service.facts.names_same import same_name
from service.facts.numbers import find_numbers
from service.facts.words import tokens
from service.installed import Installed

FIELDS = ("text|documents", "summary")
LEAST_BUDGET = 5


def run(context: Context) -> Report:
    """Rows of each file; `n` counts articles or events for ROUGE and coverage, sentences for the shares.

    `coverage`: of the names and figures in the first reference, the share that the summary has. `unsupported_share`: of
    the sentences, those that a check doubts beside the sources they name; `unflagged_unsupported_share`: those of them
    that carry no flag. `extractive_share`: sentences that are their source's own. All 0..1, ROUGE 0..100.
    """
    files = jsonl_files(context.data, FIELDS)
    installed = Installed.open(context.settings).summarizer
    decoder = Decoder(installed, None, Meter(), exact=context.settings.exact) if installed else None
    if decoder is None:
        context.say("no summariser is installed: no system seq2seq, and tidings shows source sentences")
    systems = Systems(decoder)
    return Report("summaries", digests(files), tuple(row for file in files for row in _rows(file, systems, context)))


def _rows(file: DataFile, systems: Systems, context: Context) -> list[Row]:
    items = [read_item(row, number) for number, row in enumerate(records(file, FIELDS, limit=context.limit))]
    scores: dict[str, list[dict[str, float]]] = {}
    covered: dict[str, list[float]] = {}
    sentences: list[SummarySentence] = []
    for number, item in enumerate(items):
        context.progress(file.set_name, number, len(items))
        for system in systems.names:
            texts = [cut(systems.write(system, item, _budget(r)), _budget(r)) for r in item.references]
            each = [rouge(text, reference) for text, reference in zip(texts, item.references, strict=True)]
            scores.setdefault(system, []).append({metric: fmean(e[metric] for e in each) for metric in each[0]})
            if (share := coverage(texts[0], item.references[0])) is not None:
                covered.setdefault(system, []).append(share)
        sentences += tidings(item, systems.decoder).sentences
    return [*_likeness(file.set_name, scores, covered, systems), *_faith(file.set_name, sentences, systems)]


def _likeness(
    name: str, scores: dict[str, list[dict[str, float]]], covered: dict[str, list[float]], systems: Systems
) -> list[Row]:
    out = []
    for system, each in scores.items():
        by = systems.signature(system)
        for metric in each[0]:
            signature = f"{metric}|f|stem:porter|budget:reference|{by}"
            out.append(Row(name, None, system, metric, fmean(e[metric] for e in each), len(each), signature))
        if shares := covered.get(system):
            signature = f"coverage|names and figures|budget:reference|{by}"
            out.append(Row(name, None, system, "coverage", fmean(shares), len(shares), signature))
    return out


def _faith(name: str, sentences: Sequence[SummarySentence], systems: Systems) -> list[Row]:
    if not sentences:
        return []
    doubted = [sentence for sentence in sentences if unsupported(sentence)]
    unflagged = [s for s in doubted if not any(flag.warns for flag in s.flags)]
    extractive = [s for s in sentences if any(flag.code is FlagCode.EXTRACTIVE for flag in s.flags)]
    by = f"tidings {tidings_version()}|{systems.signature(TIDINGS)}"
    return [
        Row(name, None, TIDINGS, metric, len(hits) / len(sentences), len(sentences), f"{metric}|length:shipped|{by}")
        for metric, hits in (
            ("unsupported_share", doubted),
            ("unflagged_unsupported_share", unflagged),
            ("extractive_share", extractive),
        )
    ]


def unsupported(sentence: SummarySentence) -> bool:
    """Whether a check doubts the sentence beside the sources it names; one without a source is unsupported."""
    texts = [source.text for source in sentence.sources]
    return not texts or any(flag.warns for flag in check_sentence(sentence.text, texts))


def _budget(reference: str) -> int:
    return max(LEAST_BUDGET, len(reference.split()))


def cut(text: str, words: int) -> str:
    """The first `words` words."""
    return " ".join(text.split()[:words])


def coverage(text: str, reference: str) -> float | None:
    """The share (0..1) of the reference's names and figures that `text` has too; None where it has none."""
    names = [name.text for name in find_names(reference, "en")]
    figures = {number.value for number in find_numbers(reference, "en")}
    wanted = len(names) + len(figures)
    if not wanted:
        return None
    # find_names leaves out what a capital at a sentence's start says little about; here any capital may be the name.
    words = [token for token in tokens(text) if token[0].isupper()]
    ours = [*(name.text for name in find_names(text, "en")), *words]
    found = sum(set(tokens(name)) <= set(words) or any(same_name(name, other) for other in ours) for name in names)
    return (found + len(figures & {number.value for number in find_numbers(text, "en")})) / wanted
