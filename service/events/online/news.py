"""What is new in an event since an earlier version of it."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain import AgreedFact, Conflict, Event, SummarySentence


@dataclass(frozen=True, slots=True)
class News:
    """What the later version says and the earlier did not: by text, and of conflicts by what the sides say."""

    document_ids: tuple[str, ...]
    sentences: tuple[SummarySentence, ...]
    agreed_facts: tuple[AgreedFact, ...]
    conflicts: tuple[Conflict, ...]


def new_since(before: Event, now: Event) -> News:
    """The news in `now`. A sentence that rests on other sources and reads the same is not new."""
    documents = set(before.document_ids)
    sentences = {sentence.text for sentence in before.summary.sentences}
    facts = {fact.text for fact in before.agreed_facts}
    conflicts = {_said(conflict) for conflict in before.conflicts}
    return News(
        tuple(document for document in now.document_ids if document not in documents),
        tuple(sentence for sentence in now.summary.sentences if sentence.text not in sentences),
        tuple(fact for fact in now.agreed_facts if fact.text not in facts),
        tuple(conflict for conflict in now.conflicts if _said(conflict) not in conflicts),
    )


def _said(conflict: Conflict) -> tuple[str, str, frozenset[str]]:
    return conflict.kind, conflict.about, frozenset(side.value for side in conflict.sides)
