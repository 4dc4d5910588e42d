"""Boxes, the foot of a page, its list above the first paragraph, its outlet and its author: told by their company."""

from __future__ import annotations

import pytest

from service.domain import CleanedDocument, Document, ParagraphKind
from service.text.cleaning import clean

TITLE = "Ny skole ved elva er vedtatt"
BODY = [
    "Kommunestyret vedtok tirsdag kveld å bygge en ny skole ved elva, etter en debatt som varte i fire timer.",
    "Ordføreren sier at byggingen skal begynne til våren, og at den vil koste mer enn det som var planlagt.",
    "Elevene flytter inn når bygget er ferdig, og den gamle skolen skal da rives for å gi plass til en park.",
    "Naboene er delt i synet på saken, men de fleste mener at en skole er bedre enn den tomta som ligger der nå.",
]
MENU = [
    "Forsiden",
    "Nyheter",
    "Innland",
    "Utland",
    "Fiskeri",
    "Havbruk",
    "Sport",
    "Kultur",
    "Fotball",
    "Ski",
    "Hage",
    "Mat",
]


def page(*lines: str) -> CleanedDocument:
    """Lines under a menu that makes them a whole page."""
    return clean(Document("a", text="\n".join([*MENU, *lines])))


def text(*lines: str) -> CleanedDocument:
    return clean(Document("a", text="\n\n".join(lines)))


def body(document: CleanedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.kind is not ParagraphKind.CAPTION]


def rule(document: CleanedDocument, line: str) -> str | None:
    return next((dropped.rule for dropped in document.dropped_lines if dropped.original == line), None)


def test_a_line_between_two_of_a_newsletter_box_is_the_box() -> None:
    box = ["Meld deg på nyhetsbrevet vårt", "Det viktigste fra oss hver morgen, skrevet av redaksjonen vår.", "Annonse"]
    document = text(TITLE, *BODY[:2], *box, *BODY[2:])
    assert body(document) == BODY
    assert rule(document, box[1]) == "newsletter"


def test_a_paragraph_between_two_advertisements_is_the_article() -> None:
    assert body(text(TITLE, BODY[0], "Annonse", BODY[1], "Annonse", *BODY[2:])) == BODY


def test_the_authors_own_paragraph_is_dropped_and_a_source_of_that_kind_is_not() -> None:
    bio = "Kari Lie dekker skole og oppvekst i avisa og har bodd i kommunen hele livet sitt."
    other = "Siri Vold dekker utgiftene selv, sier hun, og hun har bodd i kommunen hele livet sitt."
    document = text(TITLE, "Av Kari Lie", *BODY[:3], "Del på Facebook", bio, "Del på X", BODY[3])
    assert body(document) == BODY
    assert rule(document, bio) == "author_box"
    assert other in body(text(TITLE, "Av Kari Lie", *BODY[:3], "Del på Facebook", other, "Del på X", BODY[3]))


def test_what_stands_below_the_line_of_copyright_is_the_foot_of_the_page() -> None:
    foot = "Avisa kommer ut tre ganger i uka og har holdt til i den gamle tollboden siden hundreårsskiftet."
    document = page(TITLE, *BODY, "Del på Facebook", "© 2024 Elveposten AS", foot)
    assert body(document) == BODY
    assert rule(document, foot) in {"page_foot", "outside_article"}
    assert BODY[3] in body(page(TITLE, BODY[0], "© 2024 Nils Lie", *BODY[1:])), "a picture's copyright ends nothing"


@pytest.mark.parametrize("line", ["Prøv gratis i en måned »", "Hier kostenlos anmelden →", "See every picture ›"])
def test_words_with_an_arrow_are_a_link(line: str) -> None:
    document = text(TITLE, *BODY[:2], line, *BODY[2:])
    assert rule(document, line) == "link_line"


@pytest.mark.parametrize(
    "line",
    [
        "– Dette er «en skam for byen», sa hun, og kalte vedtaket «fullstendig meningsløst og uten mål».",
        "»Das ist gut«, sagte sie, und meinte damit den Beschluss über die neue Schule am Fluss.",
        "Påmeldingsfrist: 3. november 2024",
    ],
)
def test_what_only_looks_like_a_link_or_a_stamp_stays(line: str) -> None:
    document = text(TITLE, *BODY[:2], line, *BODY[2:])
    assert line in body(document)
    assert document.published_at is None


def test_a_headline_may_speak_of_what_footers_speak_of() -> None:
    title = "Skolen krever alle rettigheter reservert i ny avtale"
    lead = "Skolen krever alle rettigheter til bøkene i den nye avtalen, og lar forfatterne vente på svar i en avtale."
    assert page(title, lead, *BODY[1:]).title == title


def test_a_list_between_the_headline_and_the_first_paragraph_is_the_articles() -> None:
    items = ["300 g mel", "2 ts bakepulver", "100 g sukker", "4 egg", "1 dl fløte"]
    document = page("Mandelkaker", *items, "Slik gjør du:", *BODY)
    kept = body(document)
    assert [item for item in items if item not in kept] == []
    assert not set(MENU) & set(kept)


def test_a_paragraph_above_a_headline_that_is_repeated_stays() -> None:
    lead = (
        "Det blir ny skole ved elva etter at kommunestyret vedtok å bygge den tirsdag kveld etter fire timers debatt."
    )
    document = page(TITLE, lead, "12", "Del på Facebook", "Del på X", TITLE, "Publisert 3. mai 2024", *BODY)
    assert body(document) == [lead, *BODY]


def test_the_last_short_sentences_after_a_box_stay() -> None:
    last = ["Skolen koster fire millioner kroner.", "Kommunen betaler halvdelen, og staten resten."]
    ads = ["Annonse", "Les også: Kommunen vil spare på havnene"]
    document = page(
        TITLE, *BODY, *ads, *last, "Mest lest", "Ny båt til redningsselskapet", "Valget avgjort på loddtrekning"
    )
    assert body(document) == [*BODY, *last]


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        (("Kystbladet", TITLE, *BODY), "Kystbladet"),
        (("Fjordlykta", TITLE, *BODY, "© 2024 Fjordlykta AS. Alle rettigheter reservert."), "Fjordlykta"),
        (("Fjordlykta", TITLE, *BODY), None),
        ((TITLE, *BODY, "© 2024 Fjordlykta AS. Alle rettigheter reservert."), None),
    ],
)
def test_the_outlet_is_a_masthead_or_what_the_copyright_names_again(lines: tuple[str, ...], outlet: str | None) -> None:
    assert text(*lines).outlet == outlet


@pytest.mark.parametrize(
    ("beside", "byline"),
    [
        (("Kari Lie", "Journalist"), "Kari Lie"),
        (("Kari Lie Berg", "3. mai 2024"), "Kari Lie Berg"),
        (("Kari Lie",), None),
    ],
)
def test_a_name_alone_is_the_author_beside_a_stamp_or_a_trade(beside: tuple[str, ...], byline: str | None) -> None:
    assert text(TITLE, *beside, *BODY).byline == byline
