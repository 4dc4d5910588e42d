"""Further sources: sentences of other articles that say the same, and none that say something else."""

from __future__ import annotations

import pytest

from service.summaries.candidates import candidates
from service.summaries.echoes import echoes
from service.summaries.writing import extract
from tests.summaries.articles import translated

FIRE = "A fire destroyed the timber yard Nordtre in Vardnes early on Monday."
FINE = "The court in Bodø fined the shipping company Nordkyst 12 million kroner for the oil spill."
DOUBT = "The captain reportedly ignored the storm warning of the coast guard before the ferry sank."
SAID = "The mayor Olga Stray said that the council will close the swimming pool and sell the old school."
QUOTED = "“The bridge was never safe and everybody in the council knew that,” Marte Lien said."


def found(sentence, other, *, days=("2025-03-03", "2025-03-03")):
    ours = candidates(translated([sentence], document_id="a", published_at=days[0]), 0)
    theirs = candidates(translated([other], document_id="b", published_at=days[1]), 1)
    return [c.text for c in echoes(extract(ours[0], "x"), [*ours, *theirs])]


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        pytest.param(
            FIRE, "On Monday morning a fire destroyed the Nordtre timber yard in Vardnes.", id="another order"
        ),
        pytest.param(
            FINE,
            "Nordkyst must pay: the court fined the shipping company 12 million kroner for the oil spill.",
            id="a place less",
        ),
        pytest.param(
            SAID,
            "The council will close the swimming pool and sell the old school, the mayor Olga Stray said on Monday.",
            id="the speaker comes last",
        ),
        pytest.param(
            QUOTED,
            "“The bridge was never safe and everybody in the council knew that,” she told the paper.",
            id="the same words, the speaker a pronoun",
        ),
    ],
)
def test_a_sentence_that_says_the_same_is_a_source(sentence, other):
    assert found(sentence, other) == [other]


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        pytest.param(FINE, FINE.replace("12", "14"), id="another figure"),
        pytest.param(FINE, FINE.replace("fined", "has not fined"), id="a negation"),
        pytest.param(FINE, FINE.replace("fined", "refused to fine"), id="a refusal"),
        pytest.param(FINE, FINE.replace("Nordkyst", "Sørfrakt"), id="another company"),
        pytest.param(FINE, FINE.replace("fined", "will fine"), id="a plan"),
        pytest.param(FINE, FINE.replace("fined", "reportedly fined"), id="a rumour"),
        pytest.param(
            FINE,
            "Marte Lien claims the court fined the shipping company Nordkyst 12 million kroner for the oil spill.",
            id="a claim",
        ),
        pytest.param(
            FINE,
            "The shipping company Nordkyst fined 12 million kroner by the court?",
            id="less than half of what is said",
        ),
        pytest.param(
            "Norway beat Denmark 3-1 in the last match of the handball tournament.",
            "Denmark beat Norway 3-1 in the last match of the handball tournament.",
            id="the other way round",
        ),
        pytest.param(
            FIRE, "A fire destroyed the timber yard Nordtre in Vardnes early on 9 February.", id="another day"
        ),
        pytest.param(SAID, SAID.replace("The mayor Olga Stray", "The teacher Ola Vik"), id="another speaker"),
        pytest.param(SAID, "The council will close the swimming pool and sell the old school.", id="nobody said it"),
        pytest.param(
            QUOTED,
            "“The bridge was never safe and everybody in the council knew that,” Ola Vik said.",
            id="the same words in another mouth",
        ),
        pytest.param(
            QUOTED,
            "Marte Lien said that the bridge in the town was built in 1974 and that everybody knew that.",
            id="other words of the same person",
        ),
        pytest.param(
            "VR’s Kari Lie reports on the relationship of Norway and Denmark.",
            "The relationship of Norway and Denmark is good, Kari Lie said.",
            id="two words of a topic",
        ),
        pytest.param(
            "The mayor opened the hall a day after a drone hit a car full of explosives.",
            "It came a day after a drone hit a car full of explosives in the street.",
            id="another main clause",
        ),
        pytest.param(
            "Will the council close the swimming pool and sell the old school?",
            "The council will close the swimming pool and sell the old school.",
            id="a question",
        ),
    ],
)
def test_a_sentence_that_says_something_else_is_none(sentence, other):
    assert found(sentence, other) == []


def test_one_sentence_of_each_other_article_the_strongest_first():
    ours = candidates(translated([FIRE], document_id="a"), 0)
    near = candidates(
        translated(["The timber yard burnt.", FIRE, FIRE.replace("destroyed", "ruined")], document_id="b"), 1
    )
    far = candidates(translated([FIRE.replace("early", "burning the roof and the tower")], document_id="c"), 2)
    assert [c.text for c in echoes(extract(ours[0], "x"), [*far, *near, *ours])] == [near[1].text, far[0].text]
