"""Where an event takes place and who is in it: one entry for all spellings, as the members name them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field

from service.domain import Mention
from service.events.article import Article
from service.events.naming import is_cited, place_name, sentence_names
from service.events.setting import LEAD_SENTENCES, sentence_places
from service.events.whose import Seen, tidied
from service.facts.names import exonym, find_names, name_key, same_name
from service.facts.names_places import is_country

MOST_WHO = 12
MOST_WHERE = 6
LEAST_TOWN = 0.05
"""The same for a town that two articles name: it is the better answer to where than its country."""
_NO_NAMES = frozenset({"no", "we", "god", "house", "senate", "congress", "constitution"})
LEAST_PLACE = 0.4
"""Share of the strongest place's weight that another needs to count as the event's."""
FEW = 3
"""With so many articles a place that only one of them names is no answer where two name another."""
WHO_KINDS = ("person", "organization")


@dataclass(slots=True)
class _Entry:
    """One name under all its spellings."""

    spellings: Counter[str] = field(default_factory=Counter)
    originals: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    weight: float = 0.0
    early: bool = False


def find_who(articles: Sequence[Article]) -> tuple[Mention, ...]:
    """Persons and organisations, those that most documents name first; passing mentions and the outlets left out."""
    outlets = {name_key(article.outlet) for article in articles if article.outlet}
    seen: list[Seen] = []
    cited: Counter[str] = Counter()
    body = " ".join(sentence.text for article in articles for sentence in article.sentences)
    for article in articles:
        written = (article.title or "").split()
        in_capitals = 2 * sum(word[0].isupper() for word in written) > len(written) + 2
        # A title is no source, but it may give in full the name that the text shortens; in capitals it may be no name.
        titled = [
            fact
            for fact in find_names(article.title or "", "en")
            if fact.kind in WHO_KINDS and (fact.text in body or not in_capitals)
        ]
        for sentence in article.sentences:
            for named in sentence_names(sentence):
                early = sentence.position < LEAD_SENTENCES
                full = next((fact for fact in titled if same_name(fact.text, named.text)), None)
                kind = full.kind if full and named.kind == "unknown" else named.kind
                seen.append(Seen(named.text, named.original, kind, article.document_id, early))
                if full and len(full.text.split()) > len(named.text.split()):
                    seen.append(Seen(full.text, full.text, full.kind, article.document_id, early))
                cited[named.text] += is_cited(named.text, sentence.text)
    entries = _merged(tidied(seen))
    kept = []
    for entry in entries:
        kind = _kind(entry)
        if kind not in WHO_KINDS or outlets & {name_key(name) for name in entry.spellings}:
            continue
        if kind == "organization" and sum(cited[name] for name in entry.spellings) * 2 >= entry.weight:
            continue  # who reported it is not who was in it
        if entry.early or len(entry.documents) > 1 or (len(articles) == 1 and entry.weight >= 2):
            kept.append(entry)
    kept.sort(
        key=lambda e: (
            -len(e.documents),
            _kind(e) != "person",
            -e.weight,
            not e.early,
            _best(e, person=_kind(e) == "person"),
        )
    )
    return tuple(_mention(entry, person=_kind(entry) == "person") for entry in kept[:MOST_WHO])


def find_where(articles: Sequence[Article]) -> tuple[Mention, ...]:
    """Places of the happening: those in locative position, the earliest and most often named first."""
    seen: list[Seen] = []
    weights: defaultdict[str, float] = defaultdict(float)
    for article in articles:
        own: defaultdict[str, float] = defaultdict(float)
        dateline = _place_of(article.translation.dateline)
        found = [(place_name(dateline), dateline, 0)] if dateline else []
        for sentence in article.sentences:
            found += [(place, original, sentence.position) for place, original in sentence_places(sentence)]
        for place, original, position in found:
            own[name_key(place)] += 1 / (1 + position / LEAD_SENTENCES)
            seen.append(Seen(place, original, "place", article.document_id, position < LEAD_SENTENCES))
        top = max(own.values(), default=1.0)
        for key, weight in own.items():
            weights[key] += weight / top
    entries = _merged(seen)
    for entry in entries:
        entry.weight = sum(weights[key] for key in {name_key(name) for name in entry.spellings})
    top = max((entry.weight for entry in entries), default=0.0)
    agreed = len(articles) >= FEW and any(len(entry.documents) > 1 for entry in entries)
    kept = [
        entry
        for entry in entries
        if entry.weight >= (LEAST_TOWN if _is_town(entry) and len(entry.documents) > 1 else LEAST_PLACE) * top
        and (_known_place(entry) or _mostly_located(entry, articles))
        and (_known_place(entry) or not set(_best(entry, person=False).lower().split()) & _NO_NAMES)
        and (
            _known_place(entry) or len(entry.documents) > 1 or len(articles) == 1
        )  # "in Fjordlinja" is said of firms too
        and (len(entry.documents) > 1 or len(articles) == 1 or (entry.weight >= 0.6 * top and not agreed))
    ]
    # The town before its country, where most articles name it.
    kept.sort(
        key=lambda e: (
            not (_is_town(e) and 2 * len(e.documents) > len(articles) > 1),
            -e.weight,
            -len(e.documents),
            _best(e, person=False),
        )
    )
    return tuple(_mention(entry, person=False) for entry in kept[:MOST_WHERE])


def _is_town(entry: _Entry) -> bool:
    """Whether it is a known place that is no country."""
    known = [exonym(name) for name in (*entry.spellings, *entry.originals)]
    return any(known) and not any(name and is_country(name) for name in known)


def _known_place(entry: _Entry) -> bool:
    return any(exonym(name) for name in (*entry.spellings, *entry.originals))


def _mostly_located(entry: _Entry, articles: Sequence[Article]) -> bool:
    """Whether most sentences that name it put it in locative position: firms and persons are named otherwise as well."""
    if max(map(len, entry.spellings)) == 1:
        return False
    name = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in entry.spellings))
    naming = [s for article in articles for s in article.sentences if name.search(s.text)]
    located = sum(any(place in entry.spellings for place, _ in sentence_places(sentence)) for sentence in naming)
    return 2 * located > len(naming) or not naming


def _place_of(dateline: str | None) -> str:
    """The place of a dateline without its agency: `KIEL (npa)` -> `Kiel`."""
    place = re.sub(r"\s*\(.*", "", dateline or "").strip()
    return place.title() if place.isupper() else place


def _merged(seen: Iterable[Seen]) -> list[_Entry]:
    """Entries of mentions: full names first, so that a family name finds its person."""
    items = sorted(seen, key=lambda one: (-len(one.name.split()), astuple(one)))
    entries: list[_Entry] = []
    home: dict[tuple[str, bool], _Entry] = {}
    for name, original, kind, document_id, early in map(astuple, items):
        key = (name_key(name), kind == "place")
        entry = home.get(key)
        if entry is None:
            fits = [e for e in entries if _fits(kind, e) and any(same_name(name, other) for other in e.spellings)]
            entry = max(fits, key=lambda e: e.weight, default=None)
            if entry is None:
                entry = _Entry()
                entries.append(entry)
            home[key] = entry
        entry.spellings[name] += 1
        entry.originals[original] += 1
        entry.kinds[kind] += 1
        entry.documents.add(document_id)
        entry.weight += 1
        entry.early = entry.early or early
    return entries


def _fits(kind: str, entry: _Entry) -> bool:
    known = _kind(entry)
    return "unknown" in (kind, known) or kind == known


def _kind(entry: _Entry) -> str:
    known = Counter({kind: n for kind, n in entry.kinds.items() if kind != "unknown"})
    return min(known, key=lambda kind: (-known[kind], kind), default="unknown")


def _best(entry: _Entry, *, person: bool) -> str:
    """The commonest spelling; of a person the commonest full name, of a known place its English name."""
    names = list(entry.spellings)
    if not person:
        known = [exonym(name) for name in names]
        english = Counter(name for name in known if name)
        if english:
            return min(english, key=lambda name: (-english[name], name))
    full = [name for name in names if len(name.split()) > 1] if person else []
    return min(full or names, key=lambda name: (-entry.spellings[name], name))


def _mention(entry: _Entry, *, person: bool) -> Mention:
    name = _best(entry, person=person)
    variants = sorted({*entry.spellings, *entry.originals} - {name})
    return Mention(name, tuple(variants), tuple(sorted(entry.documents)))
