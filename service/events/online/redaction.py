"""A kept version of an event without what rests on articles that were removed: their words, and statements made of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from service.domain import Event, Mention, Source, Translation, When


def without(event: Event, gone: Collection[str], stay: Sequence[Translation]) -> Event | None:
    """`event` without the documents `gone`; `stay` are those of its other members that the store has. None for none left.

    A sentence, fact, date or side of a conflict with any source among `gone` is left out whole: who reads the version can't
    tell whose words it has. A title that no member has that stays gives way to the first such title.
    """
    ids = tuple(name for name in event.document_ids if name not in gone)
    if not ids:
        return None
    members = [translation for translation in stay if translation.document_id in ids]
    titles = [translation.title for translation in members if translation.title]
    outlets = {translation.outlet for translation in members}
    languages = {translation.source_language_code for translation in members}

    def clean(sources: Sequence[Source]) -> bool:
        return all(source.document_id not in gone for source in sources)

    conflicts = (replace(c, sides=tuple(s for s in c.sides if clean(s.sources))) for c in event.conflicts)
    basis = event.when.basis
    copies = (tuple(name for name in group if name not in gone) for group in event.duplicates)
    return replace(
        event,
        title=event.title if any(event.title in title for title in titles) else (*titles, ids[0])[0],
        document_ids=ids,
        duplicates=tuple(group for group in copies if len(group) > 1),
        when=event.when if basis and clean((basis,)) else When(),
        where=_named(event.where, gone),
        who=_named(event.who, gone),
        first_reported_by=event.first_reported_by if event.first_reported_by in outlets else None,
        outlets=tuple(outlet for outlet in event.outlets if outlet in outlets),
        language_codes=tuple(code for code in event.language_codes if code in languages),
        summary=replace(event.summary, sentences=tuple(s for s in event.summary.sentences if clean(s.sources))),
        agreed_facts=tuple(fact for fact in event.agreed_facts if clean(fact.sources)),
        conflicts=tuple(conflict for conflict in conflicts if len(conflict.sides) > 1),
        timeline=tuple(entry for entry in event.timeline if clean(entry.sources)),
    )


def _named(mentions: Sequence[Mention], gone: Collection[str]) -> tuple[Mention, ...]:
    """Who is named by others too; spellings only where no removed article may have been the one that had them."""
    out = []
    for mention in mentions:
        documents = tuple(name for name in mention.documents if name not in gone)
        if documents:
            whole = len(documents) == len(mention.documents)
            out.append(replace(mention, documents=documents, variants=mention.variants if whole else (mention.name,)))
    return tuple(out)
