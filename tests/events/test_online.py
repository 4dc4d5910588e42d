"""Events kept over time: any order gives the batch's groups; ids stay; merges, splits and revisions are recorded."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from service.corpus.desk import CODEC
from service.domain import AgreedFact, EventSummary, Source, SummarySentence
from service.errors import EngineError, NotFoundError
from service.events import describe_event, event_id, explain, group_documents
from service.events.candidates import WINDOW_DAYS, similar_pairs
from service.events.group import THRESHOLD
from service.events.online import EventDesk, new_since
from service.events.online.fate import Group, Known, settle
from service.events.online.profiles import dump_profile, load_profile
from service.events.profile import read_profile
from service.events.similarity import similarity
from service.store.events import EventStore
from tests.events.builders import article, ids, no_summary
from tests.events.stories import (
    FIRE_EVENING,
    FIRE_GERMAN,
    FIRE_MORNING,
    FIRES,
    MEETINGS,
    OTHER_FIRE,
    elections,
)

EVERYTHING = [*MEETINGS, *FIRES, *elections()]
COPY = replace(FIRE_EVENING, document_id="fire/copy", outlet="Another", published_at=None)
CRASHES = [
    article(
        f"crash/{outlet}",
        f"{text}\nThe motorway near Halden was closed until noon.",
        title="Bus crash on the motorway near Halden",
        outlet=outlet,
        published_at="2025-04-02",
    )
    for outlet, text in (
        ("A", "The bus crash near Halden injured 12 people on the motorway."),
        ("B", "In the bus crash near Halden, 12 people were injured on the motorway."),
        ("C", "In the bus crash near Halden, 17 people were injured."),
    )
]


@pytest.fixture
def make(tmp_path):
    desks = []

    def made(name: str = "events", describe=lambda members: describe_event(members, no_summary)) -> EventDesk:
        desks.append(EventDesk(EventStore(tmp_path / f"{name}.sqlite3"), describe, CODEC))
        return desks[-1]

    yield made
    for desk in desks:
        desk.close()


def groups_of(desk: EventDesk) -> list[list[str]]:
    return sorted(sorted(event.document_ids) for _, event, _ in desk.page())


def id_of(desk: EventDesk, document_id: str) -> str:
    return desk.store.article(document_id)[1]


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_portions_give_the_groups_of_the_batch(make, seed):
    articles = [*EVERYTHING, COPY]
    wanted = ids(group_documents(articles))
    shuffled = list(articles)
    random.Random(seed).shuffle(shuffled)
    desk = make()
    while shuffled:
        portion = random.Random(len(shuffled) + seed).randint(1, 5)
        desk.add(shuffled[:portion])
        shuffled = shuffled[portion:]
    assert groups_of(desk) == wanted
    assert any("fire/copy" in group and "fire/kystbladet" in group for group in wanted)


def within_window(a, b):
    """Whether two articles are near enough in time to be compared; one without a date is near every other."""
    return a.day is None or b.day is None or abs(a.day - b.day) <= WINDOW_DAYS


def test_the_index_misses_no_pair():
    profiles = [read_profile(t) for t in sorted(EVERYTHING, key=lambda t: t.document_id)]
    exact = {
        (i, j)
        for j in range(len(profiles))
        for i in range(j)
        if within_window(profiles[i], profiles[j]) and similarity(profiles[i], profiles[j]) >= THRESHOLD
    }
    assert exact and {(low, high) for low, high, _ in similar_pairs(profiles, THRESHOLD)} == exact


def test_a_profile_is_the_same_after_the_store():
    profile = read_profile(FIRE_GERMAN)
    again = load_profile(dump_profile(profile))
    assert again == profile
    assert list(again.vector) == list(profile.vector)


def test_the_window_keeps_articles_apart_that_nothing_between_connects():
    late = replace(FIRE_EVENING, document_id="fire/late", published_at="2025-03-28", content_sha256="1" * 64)
    late = replace(late, segments=(*late.segments[:-1], replace(late.segments[-1], original="Other.", text="Other.")))
    near = replace(late, document_id="fire/near", published_at="2025-03-10")
    assert explain(FIRE_MORNING, late).similarity >= THRESHOLD
    assert WINDOW_DAYS < 24
    assert len(ids(group_documents([FIRE_MORNING, late]))) == 2
    assert len(ids(group_documents([FIRE_MORNING, near]))) == 1


def test_an_event_keeps_its_id_when_articles_join(make):
    desk = make()
    (created,) = desk.add([FIRE_MORNING])
    assert (created.kind, created.event_id) == ("created", event_id(["fire/nordposten"]))
    (joined,) = desk.add([FIRE_GERMAN])  # its id would be the smaller one
    assert (joined.kind, joined.event_id, joined.document_ids) == ("joined", created.event_id, ("fire/hafenkurier",))
    assert joined.caused_by == ("fire/hafenkurier",)
    current = desk.get(created.event_id)
    assert (current.version, current.event.event_id) == (2, created.event_id)
    assert [change.kind for change in current.changes] == ["created", "joined"]


def test_what_is_new_since_a_version(make):
    desk = make()
    for crash in CRASHES:
        desk.add([crash])
    event = id_of(desk, "crash/A")
    news = desk.get(event, since_version=1).news
    assert news is not None and news.document_ids == ("crash/B", "crash/C")
    (conflict,) = desk.get(event, since_version=2).news.conflicts
    assert sorted(side.value for side in conflict.sides) == ["12 people", "17 people"]
    same = desk.get(event, since_version=3).news
    assert same is not None and (same.document_ids, same.conflicts, same.agreed_facts) == ((), (), ())
    with pytest.raises(NotFoundError, match="has no version 7; it has 1 to 3"):
        desk.get(event, since_version=7)


def test_news_are_sentences_and_facts_that_read_otherwise():
    source = Source("a", "p1.s1", "Ten rowed.", "Ti rodde.")
    before = describe_event([CRASHES[0]], no_summary)
    before = replace(
        before,
        summary=EventSummary((SummarySentence("Ten rowed.", (source,)),), None),
        agreed_facts=(AgreedFact("Ten rowed.", (source,)),),
    )
    other = replace(source, document_id="b")
    sentences = (SummarySentence("Ten rowed.", (other,)), SummarySentence("Two swam.", (other,)))
    facts = (AgreedFact("Ten rowed.", (source, other)), AgreedFact("Two swam.", (other,)))
    news = new_since(before, replace(before, summary=EventSummary(sentences, None), agreed_facts=facts))
    assert [sentence.text for sentence in news.sentences] == ["Two swam."]
    assert [fact.text for fact in news.agreed_facts] == ["Two swam."]


def test_the_same_article_again_changes_nothing(make):
    desk = make()
    desk.add([FIRE_MORNING, OTHER_FIRE])
    assert desk.add([OTHER_FIRE, FIRE_MORNING]) == []
    assert desk.get(id_of(desk, FIRE_MORNING.document_id)).version == 1


def test_a_later_article_merges_two_events_and_the_older_id_survives(make):
    desk = make()
    apart = [
        article(
            "a/1", "The ferry Skagerak hit the pier in Lundvik.", title="Skagerak hits pier", published_at="2025-05-02"
        ),
        article("b/1", "Captain Jon Lie was questioned by police after the collision.", published_at="2025-05-02"),
    ]
    desk.add([apart[1]])
    desk.add([apart[0]])
    older, younger = id_of(desk, "b/1"), id_of(desk, "a/1")
    assert older != younger
    bridge = article(
        "c/1",
        """
        The ferry Skagerak hit the pier in Lundvik.
        Captain Jon Lie was questioned by police after the collision.
        """,
        title="Skagerak hits pier",
        published_at="2025-05-03",
    )
    merged = [change for change in desk.add([bridge]) if change.kind == "merged"]
    assert [(c.event_id, c.other_event_id, c.caused_by) for c in merged] == [(older, younger, ("c/1",))]
    assert groups_of(desk) == [["a/1", "b/1", "c/1"]]
    current = desk.get(younger)
    assert (current.asked_id, current.event.event_id) == (younger, older)


def test_later_articles_split_an_event_and_the_founders_keep_the_id(make):
    ferry = "The ferry Skagerak hit the pier in Lundvik."
    trial = "Captain Jon Lie was questioned by prosecutors in Arendal about forged certificates."
    more = "The forged certificates came from a school in Tromso, said prosecutors in Arendal."
    first = article(
        "s/1", f"{ferry}\nPassengers were given soup and blankets at the Seamen's Church.", published_at="2025-05-02"
    )
    both = article("s/2", f"{trial}\n{more}\n{ferry}", published_at="2025-05-03")
    others = [article(f"s/{at}", f"{trial}\n{more}", published_at="2025-05-04") for at in (3, 4)]
    desk = make()
    desk.add([first, both])
    founder = id_of(desk, "s/1")
    assert id_of(desk, "s/2") == founder
    changes = desk.add(others)
    assert groups_of(desk) == ids(group_documents([first, both, *others])) == [["s/1"], ["s/2", "s/3", "s/4"]]
    (split,) = [change for change in changes if change.kind == "split"]
    assert (split.event_id, split.document_ids, split.caused_by) == (founder, ("s/2",), ("s/3", "s/4"))
    assert id_of(desk, "s/1") == founder != split.other_event_id == id_of(desk, "s/2")
    assert desk.get(founder).version == 2


def test_a_revision_that_tells_something_else_leaves_its_event(make):
    desk = make()
    desk.add([FIRE_MORNING, FIRE_EVENING])
    event = id_of(desk, FIRE_EVENING.document_id)
    other = replace(OTHER_FIRE, document_id=FIRE_MORNING.document_id)
    changes = desk.add([other])
    assert [(change.kind, change.document_ids) for change in changes] == [("split", ("fire/nordposten",))]
    assert groups_of(desk) == [["fire/kystbladet"], ["fire/nordposten"]]
    assert desk.get(event).version == 2


def test_a_revision_of_a_member_is_an_update(make):
    desk = make()
    desk.add([FIRE_MORNING, FIRE_EVENING])
    (change,) = desk.add([replace(FIRE_EVENING, title="Twenty injured in Brattholm cannery fire")])
    assert (change.kind, change.document_ids) == ("updated", ("fire/kystbladet",))


def test_what_cannot_be_described_is_not_kept(make):
    def fail(members):
        raise EngineError("MODEL_FAILED", "the model failed")

    with pytest.raises(EngineError):
        make(describe=fail).add([FIRE_MORNING])
    assert groups_of(make()) == []


def test_rules_of_another_version_group_the_store_anew(make):
    desk = make()
    desk.add(FIRES)
    with desk.store.writing() as (db, _):
        db.execute("UPDATE setting SET value = 'old'")
        db.execute("UPDATE article SET profile = x'00'")
    desk.add(MEETINGS)
    assert groups_of(desk) == ids(group_documents([*FIRES, *MEETINGS]))


def test_why_two_articles_are_together(make):
    desk = make()
    desk.add(FIRES)
    why, together = desk.explain("fire/nordposten", "fire/kystbladet")
    assert together and "Brattholm" in why.text
    with pytest.raises(NotFoundError, match="no article 'fire/nowhere'"):
        desk.explain("fire/nordposten", "fire/nowhere")


def test_an_event_merged_away_comes_back_when_its_root_leaves():
    one = Known(1, "ev-one", "m", frozenset({"a", "m"}))
    (back, stays) = settle([Group(frozenset({"a"}), ("x",)), Group(frozenset({"m"}), ("x",))], [one])
    assert (back.event_id, back.founded) == (event_id(["a"]), True)
    assert [(c.kind, c.event_id, c.other_event_id) for c in back.changes] == [("split", "ev-one", event_id(["a"]))]
    assert (stays.event_id, stays.founded, stays.differs, stays.changes) == ("ev-one", False, True, ())
