"""Grouping: one happening, one group; look-alikes apart; any order."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest

from service.events import explain, group_documents
from service.events.linkage import average_linkage
from tests.events.builders import article, ids
from tests.events.stories import (
    FIRE_EVENING,
    FIRE_GERMAN,
    FIRE_MORNING,
    FIRES,
    MEETING_OSLO,
    MEETING_OSLO_AGAIN,
    MEETING_PLANNED,
    MEETING_PRAGUE,
    MEETINGS,
    OTHER_FIRE,
    elections,
)


def test_the_same_fire_in_other_words_and_another_language_is_one_event():
    assert ids(group_documents(FIRES)) == [
        ["fire/elsewhere"],
        ["fire/hafenkurier", "fire/kystbladet", "fire/nordposten"],
    ]


def test_the_same_people_meeting_again_elsewhere_is_another_event():
    groups = ids(group_documents(MEETINGS))
    assert groups == [["meeting/oslo-1", "meeting/oslo-2"], ["meeting/planned"], ["meeting/prague"]]


def test_two_elections_in_one_country_are_two_events():
    groups = ids(group_documents(elections()))
    assert all(len({name.split("-")[0] for name in group}) == 1 for group in groups), groups
    assert len(groups) == 2, groups


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_any_order_of_arrival_gives_the_same_groups(order):
    wanted = group_documents(MEETINGS)
    assert group_documents([MEETINGS[at] for at in order]) == wanted


def test_shuffles_of_everything_give_the_same_groups():
    everything = [*MEETINGS, *FIRES, *elections()]
    wanted = group_documents(everything)
    for seed in range(5):
        shuffled = list(everything)
        random.Random(seed).shuffle(shuffled)
        assert group_documents(shuffled) == wanted


def test_company_does_not_change_what_belongs_together():
    alone = ids(group_documents([FIRE_MORNING, FIRE_EVENING, FIRE_GERMAN]))
    among = ids(group_documents([*MEETINGS, *FIRES, *elections()]))
    assert alone[0] in among


def test_members_stand_in_order_of_publication_and_groups_by_their_smallest_id():
    groups = group_documents([*FIRES, *MEETINGS])
    fire = next(group for group in groups if FIRE_MORNING in group)
    assert [member.document_id for member in fire] == ["fire/nordposten", "fire/kystbladet", "fire/hafenkurier"]
    assert [min(m.document_id for m in g) for g in groups] == sorted(min(m.document_id for m in g) for g in groups)


def test_no_article_and_one_article():
    assert group_documents([]) == ()
    assert group_documents([OTHER_FIRE]) == ((OTHER_FIRE,),)


def test_articles_without_usable_text_stay_alone():
    empty = [article(f"empty/{at}", "> A caption about nothing in particular.") for at in range(3)]
    assert ids(group_documents(empty)) == [["empty/0"], ["empty/1"], ["empty/2"]]


def test_a_preview_and_the_report_of_the_same_day_are_one_event():
    preview = article(
        "bridge/preview",
        """
        The new Skarsund bridge will open on 14 June, the road authority said.
        Minister Tora Lien is to cut the ribbon at noon, and the old ferry will make its last trip.
        """,
        title="Skarsund bridge to open on 14 June",
        published_at="2025-06-01",
    )
    report = article(
        "bridge/report",
        """
        Thousands came on Saturday when the new Skarsund bridge opened.
        Minister Tora Lien cut the ribbon at noon while the old ferry made its last trip.
        """,
        title="Thousands see Skarsund bridge open",
        published_at="2025-06-14",
    )
    assert ids(group_documents([report, preview])) == [["bridge/preview", "bridge/report"]]


def test_explain_is_symmetric_and_says_why():
    together, apart = explain(FIRE_MORNING, FIRE_EVENING), explain(MEETING_OSLO, MEETING_PRAGUE)
    assert together.similarity == pytest.approx(explain(FIRE_EVENING, FIRE_MORNING).similarity)
    assert together.similarity >= together.threshold > apart.similarity
    assert "cannery" in together.shared_terms
    assert "Brattholm" in together.shared_names
    assert together.parts["words"] > 0 and set(together.parts) == {"words", "names", "lead"}
    assert "other_day" in apart.relations and "different days" in apart.text
    assert "announced" in explain(MEETING_OSLO, MEETING_PLANNED).relations
    assert "same_day" in explain(MEETING_OSLO, MEETING_OSLO_AGAIN).relations


def test_average_linkage_equals_the_definition_on_random_matrices():
    def greedy(matrix, threshold):
        clusters = [[row] for row in range(len(matrix))]
        while len(clusters) > 1:
            means = {
                (i, j): np.mean([matrix[a, b] for a in clusters[i] for b in clusters[j]])
                for i in range(len(clusters))
                for j in range(i)
            }
            (i, j), best = max(means.items(), key=lambda item: item[1])
            if best < threshold:
                break
            clusters[j] += clusters.pop(i)
        return sorted(sorted(cluster) for cluster in clusters)

    for seed in range(20):
        points = np.random.default_rng(seed).random((14, 3))
        matrix = points @ points.T
        assert sorted(average_linkage(matrix, 0.9)) == greedy(matrix, 0.9)
