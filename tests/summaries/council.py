"""Long articles of this project's own: a report from a council meeting, section after section, the last with news of its own."""

from __future__ import annotations

MATTERS = (
    ("school", "pupils", "a new roof", "the headmaster Nils Aune"),
    ("harbour", "fishermen", "a longer quay", "the harbour master Olga Stray"),
    ("library", "readers", "two more reading rooms", "the librarian Siri Moen"),
    ("bus line", "commuters", "a late departure", "the driver Per Lund"),
    ("waterworks", "households", "a second filter", "the engineer Tor Hauge"),
    ("museum", "visitors", "a dry cellar", "the curator Eva Holm"),
    ("nursing home", "residents", "a larger kitchen", "the matron Anne Vik"),
    ("fire station", "volunteers", "a lighter ladder", "the fire chief Kai Berg"),
    ("swimming pool", "swimmers", "warmer water", "the lifeguard Liv Dahl"),
    ("graveyard", "mourners", "a wider gate", "the sexton Odd Foss"),
)
LAST = (
    "Thieves broke into the town hall during the debate and stole 31 silver coins from the treasury, the police said."
)
_SAID = (
    "The {who} complained that the {place} has been neglected since {year}.",
    "Nobody in the room doubted that {wish} would please the {who}.",
    "{person} described how often the {place} has to close in winter.",
    "An older proposal about the {place} was sent back {n} times.",
    "The {who} had brought letters, drawings and a petition about the {place}.",
    "One speaker compared the {place} with that of a neighbouring town.",
    "A committee will look at the {place} again when the snow has gone.",
    "The debate about the {place} went on for {n} minutes without a break.",
)


def happening(index: int) -> str:
    """What section `index` has to tell."""
    place, who, wish, person = MATTERS[index]
    verb = ("approved", "rejected", "postponed")[index % 3]
    return f"The council {verb} {wish} for the {place}, which {person} and {120 + 7 * index} {who} had asked for."


def sections(count: int, sentences: int) -> list[list[str]]:
    """`count` (2..11) sections of `sentences` sentences (about 12 words each), the last about a theft that nothing announces."""
    out = []
    for index in range(count - 1):
        place, who, wish, person = MATTERS[index]
        talk = [
            _SAID[i % len(_SAID)].format(
                place=place, who=who, wish=wish, person=person.capitalize(), year=1950 + i, n=3 + i
            )
            for i in range(sentences - 1)
        ]
        out.append([happening(index), *talk])
    _, who, _, person = MATTERS[count - 2]
    talk = [f"{_SAID[i % 8].format(place='hall', who='guards', wish='a lock', person='A guard', year=1990 + i, n=2 + i)}"
            for i in range(sentences - 1)]  # fmt: skip
    return [*out, [LAST, *talk]]
