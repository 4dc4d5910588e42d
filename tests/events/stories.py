"""Small news of our own: a factory fire, a ferry, two meetings of the same two ministers, elections that look alike."""

from __future__ import annotations

from service.domain import Translation
from tests.events.builders import article

FIRE_MORNING = article(
    "fire/nordposten",
    """
    A fire broke out at the Havnevik cannery in Brattholm early on Tuesday.
    At least 12 workers were injured, the police chief Solveig Brekke said.
    Firefighters fought the flames for six hours.

    The cannery employs about 240 people.
    The cause of the fire is not known.
    """,
    title="Fire at cannery in Brattholm",
    outlet="Nordposten",
    published_at="2025-03-04T08:10",
)
FIRE_EVENING = article(
    "fire/kystbladet",
    """
    The fire that destroyed the Havnevik cannery in Brattholm on Tuesday injured 19 workers.
    Police chief Solveig Brekke told reporters that the fire started in the drying hall.

    Firefighters fought the flames for six hours before the blaze was under control.
    A spokeswoman for the cannery, which has 238 employees, said production would not start again this year.
    """,
    title="Nineteen injured in Brattholm cannery fire",
    outlet="Kystbladet",
    published_at="2025-03-04T19:30",
)
FIRE_IN_ENGLISH = "In a fire at the Havnevik cannery in Brattholm, 19 workers were injured on Tuesday."
FIRE_GERMAN = article(
    "fire/hafenkurier",
    f"""
    Bei einem Brand in der Fabrik Havnevik in Brattholm sind am Dienstag 19 Arbeiter verletzt worden. || {FIRE_IN_ENGLISH}
    Die Feuerwehr kämpfte sechs Stunden gegen die Flammen. || The fire brigade fought the flames for six hours.
    Das Feuer brach laut Polizei in der Trockenhalle aus. || According to police, the fire broke out in the drying hall.
    """,
    title="Workers injured in cannery fire",
    outlet="Hafenkurier",
    published_at="2025-03-05",
    language_code="de",
)
OTHER_FIRE = article(
    "fire/elsewhere",
    """
    A fire broke out at a furniture factory in Sandvoll late on Saturday.
    Nobody was injured, but two storage halls burned down.

    The fire brigade said an electrical fault in a sawmill machine had started the fire.
    """,
    title="Furniture factory burns in Sandvoll",
    outlet="Nordposten",
    published_at="2025-05-18",
)

MEETING_OSLO = article(
    "meeting/oslo-1",
    """
    Foreign ministers Ingrid Solheim and Pavel Novotny met in Oslo on 3 March 2025 to talk about the fisheries agreement.
    The two ministers shook hands in front of the Opera House.

    Solheim said after the meeting that cod quotas in the Barents Sea had been at the centre of the talks.
    Novotny invited Solheim to visit Prague.
    """,
    title="Solheim and Novotny meet in Oslo over fisheries",
    outlet="Nordposten",
    published_at="2025-03-03",
)
MEETING_OSLO_AGAIN = article(
    "meeting/oslo-2",
    """
    Cod quotas were the main topic when foreign minister Ingrid Solheim received her colleague Pavel Novotny in Oslo on Monday.
    The ministers met for two hours and then visited the Opera House.

    Novotny asked Solheim to come to Prague.
    """,
    title="Ministers discuss cod quotas in Oslo",
    outlet="Kystbladet",
    published_at="2025-03-04",
)
MEETING_PRAGUE = article(
    "meeting/prague",
    """
    Foreign minister Ingrid Solheim met Pavel Novotny in Prague on 20 June 2025 and signed a treaty on rail freight.
    The treaty lowers the fees for goods trains through Bohemia.

    Novotny called the signing in the Czernin Palace a new chapter.
    """,
    title="Solheim and Novotny sign rail treaty in Prague",
    outlet="Nordposten",
    published_at="2025-06-20",
)
MEETING_PLANNED = article(
    "meeting/planned",
    """
    Foreign minister Ingrid Solheim will visit Warsaw on 9 September, where she is to talk with Pavel Novotny about gas.
    The ministry announced the visit on its website.

    A dinner at the Royal Castle is planned.
    """,
    title="Solheim to hold gas talks with Novotny in Warsaw",
    outlet="Kystbladet",
)

MEETINGS: tuple[Translation, ...] = (MEETING_OSLO, MEETING_OSLO_AGAIN, MEETING_PRAGUE, MEETING_PLANNED)
FIRES: tuple[Translation, ...] = (FIRE_MORNING, FIRE_EVENING, FIRE_GERMAN, OTHER_FIRE)


def elections() -> list[Translation]:
    """Eight reports of two elections in one country, four each: nothing but winners, figures and days differ."""
    frames = (
        "Voters in Gardania chose a new parliament {day}, and the {party} of {winner} came out ahead.",
        "{winner} has won the parliamentary election in Gardania, the election commission said {day}.",
        "The {party} of {winner} won {share} per cent of the vote in Gardania's parliamentary election {day}.",
        "Polling stations across Gardania closed {day} after a quiet parliamentary election won by {winner}.",
    )
    more = (
        "{winner} promised supporters in {town} to {plan}.",
        "The {party} had campaigned on a promise to {plan}, and its leader {winner} spoke in {town}.",
        "Turnout was {turnout} per cent, said the election commission. {winner} thanked voters in {town}.",
        "The opposition conceded before midnight. In {town}, {winner} said the first task was to {plan}.",
    )
    years = (
        {
            "day": "on 14 September 2021",
            "winner": "Mirela Dukova",
            "party": "Harvest League",
            "share": "41",
            "turnout": "63",
            "town": "Velgrad",
            "plan": "raise farm pensions and reopen the sugar mills",
        },
        {
            "day": "on 21 September 2025",
            "winner": "Teodor Branik",
            "party": "Civic Bloc",
            "share": "37",
            "turnout": "58",
            "town": "Ostmark Bay",
            "plan": "cut the coal tax and build a northern motorway",
        },
    )
    out = []
    for number, words in enumerate(years):
        for frame, rest in zip(frames, more, strict=True):
            text = f"{frame.format(**words)}\n{rest.format(**words)}\nElection observers in Gardania reported no incidents."
            out.append(article(f"election/{number}-{len(out)}", text, title="Gardania votes for a new parliament"))
    return out
