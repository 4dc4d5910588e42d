"""Conflicts that are, and differences that are none."""

from __future__ import annotations

import pytest

from service.domain import ConflictKind
from service.events.agreement import find_agreed_facts
from service.events.conflicts import find_conflicts
from service.events.duplicates import find_duplicates, voices
from service.events.statements import read_statements
from service.events.when import find_when
from tests.events.builders import article, read
from tests.events.stories import FIRE_EVENING, FIRE_GERMAN, FIRE_MORNING


def conflicts(*translations):
    members = read(*translations)
    voice = voices(members, find_duplicates(members))
    return find_conflicts(members, read_statements(members, voice), find_when(members, voice).edtf)


def between(one: str, two: str, **more):
    return conflicts(article("a", one, outlet="A", **more), article("b", two, outlet="B", **more))


REAL = [
    (
        "injured",
        "The bus crash near Halden injured 12 people on the motorway.",
        "In the bus crash near Halden, 17 people were injured.",
        "number",
        {"12", "17"},
    ),
    (
        "dead and injured in one sentence",
        "The avalanche at Storfjell killed 3 people and injured 8.",
        "At Storfjell the avalanche killed 5 people, and 8 were injured.",
        "number",
        {"3", "5"},
    ),
    (
        "words for numbers",
        "Four people died when the boat capsized off Rost.",
        "The boat that capsized off Rost left six people dead.",
        "number",
        {"Four", "six"},
    ),
    (
        "money",
        "The town will pay 40 million kroner for the new swimming hall.",
        "The new swimming hall will cost the town 55 million kroner.",
        "number",
        {"40", "55"},
    ),
    (
        "a measure",
        "The oil slick outside Molen is 12 kilometres long.",
        "Outside Molen the oil slick is now 30 kilometres long.",
        "number",
        {"12", "30"},
    ),
    (
        "per cent",
        "Turnout in the Gardanian election was 61 per cent.",
        "In the Gardanian election, turnout reached 54 per cent.",
        "number",
        {"61", "54"},
    ),
    (
        "jobs",
        "The shipyard in Florvik will cut 120 jobs before Christmas.",
        "Before Christmas the Florvik shipyard will cut 160 jobs.",
        "number",
        {"120", "160"},
    ),
    (
        "two bounds that differ",
        "At least 12 people were injured in the Halden bus crash.",
        "At least 19 people were injured in the Halden bus crash.",
        "number",
        {"12", "19"},
    ),
    (
        "a day",
        "The museum in Kaldvik was robbed on 3 May 2024 by two men with axes.",
        "Two men with axes robbed the museum in Kaldvik on 5 May 2024.",
        "date",
        {"2024-05-03", "2024-05-05"},
    ),
    (
        "a name",
        "The driver, Erik Nordli, lost control of the lorry on the icy Hellesund bridge.",
        "On the icy Hellesund bridge the driver, Jonas Vik, lost control of the lorry.",
        "name",
        {"Erik Nordli", "Jonas Vik"},
    ),
    (
        "a denial",
        "The ministry has approved the sale of the Tarvik smelter to investors.",
        "The ministry has not approved the sale of the Tarvik smelter to investors.",
        "claim",
        {"approved", "not approved"},
    ),
    (
        "an opposite",
        "The Tarvik smelter's owner confirmed the planned sale of the furnaces to Danish investors.",
        "The owner denied the planned sale of the Tarvik smelter's furnaces to Danish investors.",
        "claim",
        {"confirmed", "denied"},
    ),
]


@pytest.mark.parametrize(("reason", "one", "two", "kind", "values"), REAL, ids=[case[0] for case in REAL])
def test_a_conflict_is_found(reason, one, two, kind, values):
    found = between(one, two)
    assert [c.kind for c in found] == [ConflictKind(kind)], found
    sides = found[0].sides
    assert len(sides) == 2
    for value in values:
        assert any(value in side.value for side in sides), (value, sides)
    assert sorted(source.document_id for side in sides for source in side.sources) == ["a", "b"]
    assert found[0].about


HARMLESS = [
    (
        "rounding in words",
        "Nearly 40 people were injured in the Halden bus crash.",
        "The Halden bus crash injured 38 people.",
    ),
    (
        "about",
        "About 1,200 homes lost power in Sandvoll after the storm.",
        "After the storm, 1,187 homes lost power in Sandvoll.",
    ),
    (
        "bare rounding",
        "The new school in Sandvoll cost 1.2 billion kroner.",
        "The new school in Sandvoll cost 1.187 billion kroner.",
    ),
    (
        "a lower bound",
        "At least 12 people were injured in the Halden bus crash.",
        "In the bus crash near Halden, 17 people were injured.",
    ),
    (
        "more than",
        "More than 500 pupils marched through Kaldvik against the closing.",
        "Against the closing, 640 pupils marched through Kaldvik.",
    ),
    ("another unit", "The slick outside Molen is 10 kilometres long.", "The slick outside Molen is 6.2 miles long."),
    (
        "another spelling",
        "The winner, Mikhail Pesjkov, crossed the line in Kiev after two hours.",
        "The winner, Michail Peschkow, crossed the line in Kyiv after two hours.",
    ),
    (
        "a part of the count",
        "The Halden bus crash injured 17 people, including 5 children.",
        "In the Halden bus crash, 17 people were injured, among them 6 pupils.",
    ),
    (
        "another kind of people",
        "The protest in Kaldvik left 30 people injured.",
        "The protest in Kaldvik left 12 police officers injured.",
    ),
    (
        "other things counted",
        "The avalanche at Storfjell killed 3 people.",
        "The avalanche at Storfjell injured 8 people.",
    ),
    (
        "an earlier happening",
        "The Halden bus crash injured 12 people on 4 March 2025.",
        "In 2011 a bus crash near Halden injured 31 people.",
    ),
    (
        "its own update",
        "The Halden bus crash injured 9 people.\nLater the police said 14 people had been injured.",
        "Police said 14 people were injured in the Halden bus crash.",
    ),
    (
        "one says less",
        "The Halden bus crash injured 12 people and closed the motorway.",
        "The motorway was closed after the Halden bus crash.",
    ),
    (
        "number words",
        "Twelve people were injured in the Halden bus crash.",
        "12 people were injured in the Halden bus crash.",
    ),
    (
        "other currencies",
        "The swimming hall will cost the town 40 million kroner.",
        "The swimming hall will cost the town 3.6 million euros.",
    ),
    (
        "a time zone",
        "The rocket left Andoya on 3 May 2024 shortly before midnight local time.",
        "The rocket left Andoya on 4 May 2024 in the first minute of the day.",
    ),
    (
        "two holders of two roles",
        "The driver, Erik Nordli, lost control of the lorry on the Hellesund bridge.",
        "The pilot, Jonas Vik, lost control of the plane over the Hellesund bridge.",
    ),
    (
        "a denial of something else",
        "The ministry has approved the sale of the Tarvik smelter.",
        "The ministry has not approved the new quay in Tarvik harbour.",
    ),
    (
        "planned and done",
        "The minister will open the Langfjorden tunnel on 17 January 2025.",
        "The minister opened the school in Langfjorden on 20 January 2025.",
    ),
]


@pytest.mark.parametrize(("reason", "one", "two"), HARMLESS, ids=[case[0] for case in HARMLESS])
def test_a_harmless_difference_is_no_conflict(reason, one, two):
    assert between(one, two) == ()


def test_a_later_report_with_another_number_is_a_side_with_its_sources():
    later = article(
        "fire/late",
        "The cannery fire in Brattholm injured 23 workers, police said on Wednesday.",
        outlet="Hafenpost",
        published_at="2025-03-05",
    )
    found = [c for c in conflicts(FIRE_EVENING, FIRE_GERMAN, later) if c.kind is ConflictKind.NUMBER]
    assert len(found) == 1
    assert [side.value.split()[0] for side in found[0].sides] == ["19", "23"]
    assert {s.document_id for s in found[0].sides[0].sources} == {"fire/kystbladet", "fire/hafenkurier"}
    translated = next(s for s in found[0].sides[0].sources if s.document_id == "fire/hafenkurier")
    assert translated.original.startswith("Bei einem Brand")


def test_about_240_and_238_employees_agree():
    assert conflicts(FIRE_MORNING, FIRE_EVENING) == ()


def test_a_number_that_only_the_translation_has_is_no_side():
    translated = article(
        "b",
        "Ulykken ved Halden skadet 12 mennesker. || The accident near Halden injured 21 people.",
        outlet="B",
        language_code="nb",
    )
    assert conflicts(article("a", "The accident near Halden injured 12 people.", outlet="A"), translated) == ()


def test_copies_of_one_text_do_not_contradict_as_two():
    text = (
        "The bus crash near Halden injured 12 people on the motorway, "
        "and the police closed the road for three hours in both directions."
    )
    found = conflicts(
        article("a", text, outlet="A"),
        article("b", text, outlet="B"),
        article("c", "In the Halden bus crash, 17 people were injured.", outlet="C"),
    )
    assert [len(side.sources) for side in found[0].sides] == [2, 1]


def test_captions_and_headings_are_nobodys_word():
    one = article(
        "a",
        "# Halden bus crash injured 99 people\n\n> The Halden bus crash "
        "injured 98 people.\n\nThe Halden bus crash injured 12 people.",
        outlet="A",
    )
    assert conflicts(one, article("b", "The Halden bus crash injured 12 people.", outlet="B")) == ()


CLASSES = [
    (
        "age",
        "A cyclist aged 45 was hit by a lorry in Varde.",
        "The 54-year-old cyclist was hit by a lorry in Varde.",
        "number",
        "45",
        "54",
    ),
    (
        "age of a name",
        "Anna Holm won the cup in Varde.\nThe 17-year-old beat the champion.",
        "Anna Holm, 19, won the cup.",
        "number",
        "17",
        "19",
    ),
    (
        "time",
        "The fire brigade was alerted at 3:15 a.m.",
        "At 04:45 the fire brigade was alerted.",
        "date",
        "3:15",
        "04:45",
    ),
    (
        "body",
        "The bus company Rutelag runs the line.",
        "The line is run by the bus company Fjordbuss.",
        "name",
        "Rutelag",
        "Fjordbuss",
    ),
    (
        "place",
        "The glider crashed in a field near Varde.",
        "The glider came down in a field near Ribe.",
        "name",
        "Varde",
        "Ribe",
    ),
    (
        "cause",
        "Lightning caused the fire in the barn.",
        "The fire in the barn was caused by a cigarette.",
        "claim",
        "Lightning",
        "cigarette",
    ),
    (
        "opposites",
        "The town council approved the plan for the harbour.",
        "The town council rejected the plan for the harbour.",
        "claim",
        "approved",
        "rejected",
    ),
    (
        "hospital",
        "Eleven people were taken to hospital after the leak.",
        "After the leak 16 people were sent to hospital.",
        "number",
        "Eleven",
        "16",
    ),
    (
        "one count of a noun",
        "The fire destroyed 14 boats in the harbour.",
        "In the harbour, 19 boats burned.",
        "number",
        "14",
        "19",
    ),
]


@pytest.mark.parametrize("case", CLASSES, ids=[case[0] for case in CLASSES])
def test_what_can_differ(case):
    _, one, two, kind, left, right = case
    (found,) = between(one, two, published_at="2025-05-06")
    assert found.kind is ConflictKind(kind)
    values = [side.value for side in found.sides]
    assert any(left in a and right in b for a in values for b in values if a is not b), values


ALSO_HARMLESS = [
    ("other people's ages", "A 30-year-old woman was rescued.", "A 42-year-old man was rescued."),
    ("two of one family", "Eva Dahl, 51, and her son Per, 20, were in the car.", "Per Dahl is 20 years old."),
    ("another moment", "The fire brigade was alerted at 3:15 a.m.", "The fire was out at 07:30."),
    ("a zone", "The earthquake struck at 17:10 CET.", "The earthquake struck at 16:10 GMT."),
    ("about that time", "The earthquake struck shortly after 5 p.m.", "The earthquake struck at 17:10."),
    ("old and new", "The new tunnel is 7.4 kilometres long.", "The old tunnel is 2 kilometres long."),
    ("a rate", "The airline cancelled 120 flights because of the snow.", "The airline has 300 flights a day."),
    ("other bodies", "The bus company Rutelag runs the line.", "The power company Nordkraft supplies the line."),
    (
        "a town and its country",
        "The glider crashed in a field near Varde.",
        "The glider crashed in a field in western Denmark.",
    ),
    ("ruled out", "The police have ruled out arson.", "A short circuit caused the fire."),
    ("later", "The man was arrested on Friday.", "The man was released on Sunday."),
    ("a reworded denial", "The council did not approve the plan.", "The council rejected the plan."),
    (
        "a new toll",
        "Three people died in the Halden bus crash.",
        "The death toll of the Halden bus crash rose to four.",
    ),
]


@pytest.mark.parametrize(("reason", "one", "two"), ALSO_HARMLESS, ids=[case[0] for case in ALSO_HARMLESS])
def test_another_harmless_difference(reason, one, two):
    assert between(one, two, published_at="2025-05-06") == ()


def test_all_who_are_taken_or_sent_to_hospital_are_on_a_side_and_the_label_is_english():
    texts = (
        "Nine passengers were taken to hospital.",
        "Twelve passengers were sent to hospital.",
        "14 passengers were taken to hospital.",
    )
    (found,) = conflicts(
        *(article(str(n), f"The tram hit a bus in Varde.\n{t}", outlet=str(n)) for n, t in enumerate(texts))
    )
    assert [side.value.split()[0] for side in found.sides] == ["Nine", "Twelve", "14"]
    assert found.about == "number hospitalised"


def test_a_bound_brings_no_two_exact_values_to_one_side():
    texts = (
        "The Halden bus crash killed four people.",
        "At least four people died in the Halden bus crash.",
        "The Halden bus crash killed six people.",
    )
    (found,) = conflicts(*(article(str(n), t, outlet=str(n)) for n, t in enumerate(texts)))
    assert [len(side.sources) for side in found.sides] == [2, 1]


def test_a_disputed_sentence_is_no_agreed_fact():
    members = read(
        article("a", "The bus crash near Halden injured 12 people on the motorway.", outlet="A"),
        article("b", "In the bus crash near Halden, 12 people were injured on the motorway.", outlet="B"),
        article("c", "In the bus crash near Halden, 17 people were injured.", outlet="C"),
    )
    voice = voices(members, find_duplicates(members))
    statements = read_statements(members, voice)
    assert find_agreed_facts(statements)
    assert not find_agreed_facts(statements, find_conflicts(members, statements, None))


@pytest.mark.parametrize(
    ("one", "two", "listed"),
    [
        ("Rosvik beat Tindra 3-1 on Sunday.", "Rosvik won 4-1 against Tindra on Sunday.", True),
        ("Rosvik beat Tindra 3-1 on Sunday.", "Tindra lost 1-3 to Rosvik on Sunday.", False),
        ("Dahl pleaded guilty in Rosvik.", "Dahl denied guilt in Rosvik.", True),
        ("Dahl was found guilty of fraud in Rosvik.", "Dahl pleaded not guilty to fraud in Rosvik.", False),
    ],
)
def test_results_and_opposite_claims(one, two, listed):
    assert bool(list(between(one, two, published_at="2025-05-06"))) is listed
