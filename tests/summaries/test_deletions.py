"""What a compression may leave out."""

from __future__ import annotations

import pytest

from service.summaries.deletions import shortened


@pytest.mark.parametrize(
    ("source", "output", "expected"),
    [
        pytest.param(
            "The bridge, which carries most of the town's traffic, was closed by the county after engineers found cracks.",
            "The bridge was closed by the county after engineers found cracks.",
            "The bridge was closed by the county after engineers found cracks.",
            id="a relative clause between commas",
        ),
        pytest.param(
            "During a long meeting in the town hall, the council voted to rebuild the burnt library with borrowed money.",
            "the council voted to rebuild the burnt library with borrowed money",
            "The council voted to rebuild the burnt library with borrowed money.",
            id="an opening adjunct; the capital and the stop are put back",
        ),
        pytest.param(
            "The county closed the old bridge to heavy traffic after engineers found deep cracks in its pillars.",
            "The county closed the old bridge to heavy traffic.",
            "The county closed the old bridge to heavy traffic.",
            id="a closing adjunct",
        ),
        pytest.param(
            "The county closed the bridge to heavy traffic, leaving the farmers on the island to row to the dairy.",
            "The county closed the bridge to heavy traffic",
            "The county closed the bridge to heavy traffic.",
            id="a closing participle",
        ),
        pytest.param(
            "The county also closed the bridge to heavy traffic and asked the farmers to take the ferry.",
            "The county closed the bridge to heavy traffic and asked the farmers to take the ferry.",
            "The county closed the bridge to heavy traffic and asked the farmers to take the ferry.",
            id="a lone adverb",
        ),
        pytest.param(
            "The “worst” bridge, which carries most of the town's traffic, was closed by the county on Monday.",
            "The worst bridge was closed by the county on Monday .",
            "The “worst” bridge was closed by the county on Monday.",
            id="marks and spaces are the source's, not the model's",
        ),
    ],
)
def test_a_safe_deletion_is_made_from_the_source(source, output, expected):
    assert shortened(source, output) == expected


@pytest.mark.parametrize(
    ("source", "output"),
    [
        pytest.param(
            "Three people were hurt when a bus left the road near the harbour, according to the police.",
            "Three people were hurt when a bus left the road near the harbour.",
            id="who said so",
        ),
        pytest.param(
            "The mayor allegedly took money from the company that built the new swimming hall.",
            "The mayor took money from the company that built the new swimming hall.",
            id="a doubt",
        ),
        pytest.param(
            "The minister did not approve the plan to drain the marsh behind the school.",
            "The minister did approve the plan to drain the marsh behind the school.",
            id="a negation",
        ),
        pytest.param(
            "The factory, which employs 400 people in the valley, was sold to a rival after a long dispute.",
            "The factory was sold to a rival after a long dispute.",
            id="a figure",
        ),
        pytest.param(
            "The factory, which Anna Holm founded in the valley, was sold to a rival after a long dispute.",
            "The factory was sold to a rival after a long dispute.",
            id="a name",
        ),
        pytest.param(
            "The committee called the plan “a gamble with other people's money” before it was voted down.",
            "The committee called the plan before it was voted down.",
            id="a quotation",
        ),
        pytest.param(
            "The school will close next summer unless the county pays for a new roof and heating.",
            "The school will close next summer.",
            id="a condition",
        ),
        pytest.param(
            "Nearly half of the houses along the river were flooded during the night and the morning.",
            "Half of the houses along the river were flooded during the night and the morning.",
            id="how exact a quantity is",
        ),
        pytest.param(
            "Parents who refuse to sign the form lose their place in the queue for the nursery.",
            "Parents lose their place in the queue for the nursery.",
            id="a clause that says which ones",
        ),
        pytest.param(
            "The ministers discussed trade, energy, fish and the long border during a walk in the park.",
            "The ministers discussed trade, fish and the long border during a walk in the park.",
            id="an item of a list",
        ),
        pytest.param(
            "The police found the boat, which was drifting without lights, and towed it to the nearest harbour.",
            "which was drifting without lights, and towed it to the nearest harbour",
            id="the main clause",
        ),
        pytest.param(
            "Putin met Pezeshkian in a hotel by the lake and gave him a carved chess set from the north.",
            "Pezeshkian met Putin in a hotel by the lake and gave him a carved chess set.",
            id="names exchanged",
        ),
        pytest.param(
            "The bridge, which carries most of the town's traffic, was closed by the county after engineers found cracks.",
            "The tunnel was closed by the county after engineers found cracks.",
            id="a word the source has not",
        ),
        pytest.param(
            "The county closed the bridge to heavy traffic after engineers found cracks in its pillars.",
            "The county closed the bridge.",
            id="too little left",
        ),
        pytest.param(
            "The county closed the bridge to heavy traffic.",
            "The county closed the bridge to heavy traffic.",
            id="nothing gone",
        ),
        pytest.param("The county closed the bridge to heavy traffic.", "", id="nothing written"),
    ],
)
def test_an_unsafe_deletion_is_refused(source, output):
    assert shortened(source, output) is None
