"""Factuality: whether what doubts summary sentences finds the summaries that people labelled inconsistent.

`label` is 1 for consistent, 0 for inconsistent. Each system doubts a summary beside the whole text:

- `tidings`: service.checks.support, with the weights that ship, below its fixed threshold;
- `tidings-out-of-fold`: the same signals with weights fitted on the other documents of the folder's files. Where the
  weights that ship were fitted on the very files, this is the figure to believe;
- `checks`: a check of what ships warns of one of the sentences. They suit sentences cut from a source; of sentences
  in new words they doubt nearly all;
- `bag-of-words`: more than a share of the words is not in the text, at whichever share gives the best balanced
  accuracy on the very file: a ceiling of that method;
- `entailment`, where an entailment model is installed: for one of the sentences the model gives the text less than
  service.checks.entailed.LEAST_ENTAILMENT (the text in windows, the best one counts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from models.entailment import EntailmentModel
from service.checks import check_sentence
from service.checks.entailed import LEAST_ENTAILMENT, entailment_of
from service.checks.support import BORNE, weighed
from service.checks.support_signals import NAMES
from service.corpus.runinfo import tidings_version
from service.errors import ConfigurationError
from service.evaluation.data import DataFile, Record, digests, jsonl_files, records
from service.evaluation.english import sentences
from service.evaluation.factuality_fit import Example, out_of_fold, summary_signals
from service.evaluation.shape import TIDINGS, Context, Report, Row
from service.facts.words import content_words
from service.installed import installed_entailment

FIELDS = ("text", "summary", "label")
BAG, CHECKS, OUT_OF_FOLD, ENTAILMENT = "bag-of-words", "checks", "tidings-out-of-fold", "entailment"
_THRESHOLDS = tuple(step / 100 for step in range(100))


def run(context: Context) -> Report:
    """Rows of each file and, where records have `edit_types`, of `file/edit_type` (0..1; `n` counts summaries).

    `balanced_accuracy`: mean of the shares of consistent and of inconsistent summaries told right; of an edit type, all
    consistent ones against the inconsistent ones with that edit. `precision` and `recall`: of doubting.
    """
    files = jsonl_files(context.data, FIELDS)
    items = [(file, records(file, FIELDS, limit=context.limit)) for file in files]
    examples = {file.name: _examples(file, rows, context) for file, rows in items}
    unseen = out_of_fold([example for file in files for example in examples[file.name]])
    model = installed_entailment(context.settings)
    if model is None:
        context.say(f"no entailment model is installed, so there is no system {ENTAILMENT}")
    rows: list[Row] = []
    for file, each in items:
        ours = None if unseen is None else unseen[: len(each)]
        unseen = None if unseen is None else unseen[len(each) :]
        rows += _rows(file, each, examples[file.name], ours, context, model=model)
    return Report("factuality", digests(files), tuple(rows))


def _examples(file: DataFile, items: Sequence[Record], context: Context) -> list[Example]:
    out = []
    for number, row in enumerate(items):
        context.progress(f"{file.set_name}: {TIDINGS}", number, len(items))
        found = summary_signals(row["summary"], row["text"])
        out.append(Example(file.name, row["text"], _label(row, file, number + 1), found))
    return out


def _rows(
    file: DataFile,
    items: Sequence[Record],
    examples: Sequence[Example],
    unseen: Sequence[bool] | None,
    context: Context,
    *,
    model: EntailmentModel | None,
) -> Iterator[Row]:
    labels = [example.consistent for example in examples]
    strange = [unknown_share(row["summary"], row["text"]) for row in items]
    best = max(_THRESHOLDS, key=lambda t: balanced_accuracy([share > t for share in strange], labels))
    checked = []
    for number, row in enumerate(items):
        context.progress(f"{file.set_name}: {CHECKS}", number, len(items))
        checked.append(doubted(row["summary"], row["text"]))
    borne = [weighed(dict(zip(NAMES, example.signals, strict=True))) for example in examples]
    by = f"tidings {tidings_version()}"
    systems = {TIDINGS: ([each < BORNE for each in borne], f"{by}|support < {BORNE:g}")}
    if unseen is not None:
        systems[OUT_OF_FOLD] = (list(unseen), f"{by}|support, weights fitted on other documents")
    systems[CHECKS] = (checked, f"{by}|checks")
    systems[BAG] = ([share > best for share in strange], f"words not in the text > {best:g}, best on this set")
    if model is not None:
        judged = []
        for number, row in enumerate(items):
            context.progress(f"{file.set_name}: {ENTAILMENT}", number, len(items))
            judged.append(denied(row["summary"], row["text"], model))
        systems[ENTAILMENT] = (judged, f"{model.signature}|entailment < {LEAST_ENTAILMENT:g}")
    parts: list[tuple[str, list[int]]] = [(file.set_name, list(range(len(items))))]
    for kind in sorted({kind for row in items for kind in row.get("edit_types") or []}):
        of_kind = [i for i, row in enumerate(items) if labels[i] or kind in (row.get("edit_types") or [])]
        parts.append((f"{file.set_name}/{kind}", of_kind))
    for name, members in parts:
        for system, (flagged, signature) in systems.items():
            ours, truth = [flagged[i] for i in members], [labels[i] for i in members]
            for metric, measure in METRICS.items():
                yield Row(name, None, system, metric, measure(ours, truth), len(members), f"{metric}|{signature}")


def _label(row: Record, file: DataFile, number: int) -> bool:
    if row["label"] not in (0, 1):
        raise ConfigurationError(
            "BAD_DATA",
            f"{file.name}, record {number}: label is {row['label']!r}; it should be 1 (consistent) or 0 (inconsistent)",
        )
    return bool(row["label"])


def doubted(summary: str, text: str) -> bool:
    """Whether a check warns of a sentence of the summary, all sentences of the text being its sources."""
    sources = sentences(text)
    return any(flag.warns for s in sentences(summary) for flag in check_sentence(s, sources))


def denied(summary: str, text: str, model: EntailmentModel) -> bool:
    """Whether the model does not find a sentence of the summary in the text."""
    return any(entailment_of(s, [text], model) < LEAST_ENTAILMENT for s in sentences(summary))


def unknown_share(summary: str, text: str) -> float:
    """The share (0..1) of the summary's content words, by stem, that the text has not."""
    ours = content_words(summary, "en")
    known = set(content_words(text, "en"))
    return sum(word not in known for word in ours) / len(ours) if ours else 0.0


def balanced_accuracy(doubts: Sequence[bool], consistent: Sequence[bool]) -> float:
    """Mean of the two classes' recalls; of the one there is, where there is but one."""
    shares = []
    for label in (True, False):
        of_class = [doubt != label for doubt, truth in zip(doubts, consistent, strict=True) if truth == label]
        if of_class:
            shares.append(sum(of_class) / len(of_class))
    return sum(shares) / len(shares)


def precision(doubts: Sequence[bool], consistent: Sequence[bool]) -> float:
    """Of what is doubted, the inconsistent share; 0 where nothing is."""
    hits = [not truth for doubt, truth in zip(doubts, consistent, strict=True) if doubt]
    return sum(hits) / len(hits) if hits else 0.0


def recall(doubts: Sequence[bool], consistent: Sequence[bool]) -> float:
    """Of what is inconsistent, the doubted share; 1 where nothing is."""
    found = [doubt for doubt, truth in zip(doubts, consistent, strict=True) if not truth]
    return sum(found) / len(found) if found else 1.0


METRICS: dict[str, Callable[[Sequence[bool], Sequence[bool]], float]] = {
    "balanced_accuracy": balanced_accuracy,
    "precision": precision,
    "recall": recall,
}
