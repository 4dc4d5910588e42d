"""Whole articles as scrapers bring them, written for this test in nb, nn, de and en: all of it asserted."""

from __future__ import annotations

from service.domain import CleanedDocument, Document, NoticeKind, ParagraphKind
from service.text.cleaning import clean

NB = """Forsiden
Nyheter
Sport
Logg inn

Flere fergeavganger innstilt etter motorhavari

Tre avganger mellom Vågan og Bodø er innstilt etter at det oppsto feil på en motor natt til onsdag.

Av Kari Lie Berg
Publisert: 12.03.2024 kl. 14:05
Oppdatert: 12.03.2024 kl. 16:40

Del på Facebook
Del på Twitter
Skriv ut

Fergen «Barøy» ligger til kai i Bodø etter motorhavariet. Foto: Ola Nordmann / NTB

BODØ (NTB): Fergeselskapet opplyser at reparasjonen kan ta flere dager. Passasjerer som har billett, får tilbud om buss.

– Vi beklager sterkt, og vi kommenterer saken mer når vi vet årsaken, sier driftssjef Nils Moe.

Annonse

Les også: Rekordmange reiste med hurtigbåt i fjor

Venter på deler

Delene må hentes i Trondheim. Selskapet deler informasjonen fortløpende på sine nettsider, og kommentarer fra kundene blir lest.

- Jeg håper det går bra, sier passasjer Eva Dahl.

Hun skulle til legen i Bodø.

(©NTB)

Tips oss
Har du tips til redaksjonen? Send oss en e-post.

Les mer om:
Ferge
Samferdsel

Kommentarfelt
"""

NN = """Skredfare stengjer fylkesvegen

Vegen mellom Stryn og Geiranger er stengd til laurdag.

Publisert 3. februar 2025, kl. 08.12

Foto: Vegvesenet

Vegvakta seier at det er stor fare for nye skred i området. Ein geolog skal vurdere tilhøva i morgon.

Les òg: Fleire skred på Vestlandet denne veka

Kommunen har oppretta kriseleiing. Ordføraren ber folk halde seg inne.

Saka blir oppdatert.

Skriv ut
Del saka
"""

DE = """Zur Startseite
Politik
Anzeige
Wirtschaft: Bahn plant neue Nachtzüge nach Skandinavien

Bahn plant neue Nachtzüge nach Skandinavien

Von Max Muster, Hamburg

Veröffentlicht: 11.10.2024 08:15 Uhr

Teilen

Ein Nachtzug im Hamburger Hauptbahnhof (Archivbild).
Foto: picture alliance/dpa

Hamburg (dpa) - Die Bahn will ab dem kommenden Jahr wieder Nachtzüge nach Oslo fahren lassen. Das teilte ein Sprecher mit.

Lesen Sie auch

Der Konzern rechnet mit rund 120.000 Reisenden im Jahr. „Wir haben die Kommentare unserer Kunden gelesen“, sagte der Sprecher.

Kritik vom Fahrgastverband

Der Fahrgastverband nannte die Pläne überfällig. Die Preise seien aber zu hoch, hieß es in einer Mitteilung.

Mehr zum Thema
Streik legt Güterverkehr lahm
Neuer Chef für die Netzsparte
Warum die Brücke gesperrt bleibt

dpa/jst

Kommentare (12)
Peter schrieb am 11.10.2024 um 09:10 Uhr
Das wurde aber auch Zeit, ich fahre seit Jahren nur noch mit dem Zug nach Norden.
Antworten
Anna schrieb am 11.10.2024 um 09:30 Uhr
Viel zu teuer, das kann sich doch keiner leisten, da nehme ich lieber das Auto.
Antworten
Wir verwenden Cookies, um Inhalte und Anzeigen zu personalisieren.
Impressum
Datenschutz
"""

EN = """Share

Ferry workers vote to strike over pay

By Jane Doe

Published: 3 May 2024, 10:15 a.m.

LONDON — Ferry workers on the northern routes have voted to strike for three days next week, their union said on Friday.

Read more: What the pay offer means for crews

"We did not want this," union leader Tom Hale said. "We asked the company to share its figures and to comment on them in public."

The company said it was disappointed.

Correction: An earlier version of this story misstated the number of ferries.

John Smith contributed reporting.

3 comments
  1. They should have been paid more years ago, it is as simple as that, and everybody knows it.

  2. My mother waited at the pier for six hours last week. Nobody told her anything at all.

  3. Strikes only hurt the people who live on the islands.

Leave a Reply
"""


def body(document: CleanedDocument, kind: ParagraphKind = ParagraphKind.BODY) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.kind is kind]


def dropped(document: CleanedDocument, rule: str) -> list[str]:
    return [line.original for line in document.dropped_lines if line.rule == rule]


def test_bokmal() -> None:
    document = clean(Document("nb", text=NB))
    assert document.title == "Flere fergeavganger innstilt etter motorhavari"
    assert document.byline == "Kari Lie Berg; NTB"
    assert document.dateline == "BODØ (NTB)"
    assert (document.published_at, document.updated_at) == ("2024-03-12T14:05", "2024-03-12T16:40")
    assert [text.split()[0] for text in body(document)] == ["Tre", "Fergeselskapet", "–", "Delene", "-", "Hun"]
    assert body(document, ParagraphKind.HEADING) == ["Venter på deler"]
    assert len(body(document, ParagraphKind.CAPTION)) == 1
    assert document.notices == ()
    assert dropped(document, "share_bar") == ["Del på Facebook", "Del på Twitter", "Skriv ut"]


def test_nynorsk() -> None:
    document = clean(Document("nn", text=NN))
    assert document.title == "Skredfare stengjer fylkesvegen"
    assert document.published_at == "2025-02-03T08:12"
    assert [text.split()[0] for text in body(document)] == ["Vegen", "Vegvakta", "Kommunen"]
    assert body(document, ParagraphKind.CAPTION) == ["Foto: Vegvesenet"]
    assert [(notice.kind, notice.text) for notice in document.notices] == [(NoticeKind.OTHER, "Saka blir oppdatert.")]


def test_german() -> None:
    document = clean(Document("de", text=DE))
    assert document.title == "Bahn plant neue Nachtzüge nach Skandinavien"
    assert document.byline == "Max Muster; dpa/jst"
    assert document.dateline == "Hamburg (dpa)"
    assert document.published_at == "2024-10-11T08:15"
    assert [text.split()[0] for text in body(document)] == ["Die", "Der", "Der"]
    assert body(document, ParagraphKind.HEADING) == ["Kritik vom Fahrgastverband"]
    assert len(body(document, ParagraphKind.CAPTION)) == 2
    assert len(dropped(document, "comments")) == 10
    assert not any("teuer" in text for text in body(document))


def test_english() -> None:
    document = clean(Document("en", text=EN))
    assert document.title == "Ferry workers vote to strike over pay"
    assert document.byline == "Jane Doe; John Smith"
    assert document.dateline == "LONDON"
    assert document.published_at == "2024-05-03T10:15"
    assert [text.split()[0] for text in body(document)] == ["Ferry", '"We', "The"]
    assert [notice.kind for notice in document.notices] == [NoticeKind.CORRECTION]
    assert len(dropped(document, "comments")) == 5


def test_a_whole_page_of_menus_keeps_only_its_article() -> None:
    menu = [
        "Menü",
        "Suche",
        "Inland",
        "Ausland",
        "Rathaus und Bürger",
        "Vereine",
        "Kino",
        "Notdienste",
        "Abo",
        "Shop",
        "Markt",
    ]
    boxes = ["Meistgelesen", "Feuer im Hafen gelöscht", "Zoo bekommt Löwen", "Stadtfest abgesagt", "Impressum", "AGB"]
    article = [
        "Stadtrat beschließt neues Schwimmbad",
        "Der Stadtrat hat am Montag mit großer Mehrheit beschlossen, am Nordufer ein neues Schwimmbad zu bauen.",
        "Die Kosten werden auf zwölf Millionen Euro geschätzt, und der Bau soll im nächsten Frühjahr beginnen.",
        "Warum das alte Bad weichen muss",
        "Das alte Bad gilt als marode, und die Heizung muss nach Angaben der Stadt ohnehin ersetzt werden.",
    ]
    document = clean(Document("page", text="\n".join([*menu, *article, *boxes])))
    assert document.title == article[0]
    assert [paragraph.text for paragraph in document.paragraphs] == article[1:]
    assert {line.original for line in document.dropped_lines} == {*menu, *boxes, article[0]}


def test_a_comment_count_beside_the_headline_ends_nothing() -> None:
    text = "\n\n".join(
        [
            "Ny skole ved elva er vedtatt",
            "12 kommentarer",
            "Kommunestyret vedtok tirsdag kveld å bygge en ny skole ved elva, etter en debatt som varte i fire timer.",
            "Ordføreren sier at byggingen skal begynne til våren, og at den vil koste mer enn det som var planlagt.",
            "Elevene flytter inn når bygget er ferdig, og den gamle skolen skal da rives for å gi plass til en park.",
        ]
    )
    assert len(clean(Document("a", text=text)).paragraphs) == 3


def test_comments_with_names_and_times_end_the_article() -> None:
    article = [
        "Ny skole ved elva er vedtatt",
        "Kommunestyret vedtok tirsdag kveld å bygge en ny skole ved elva, etter en debatt som varte i fire timer.",
        "Ordføreren sier at byggingen skal begynne til våren, og at den vil koste mer enn det som var planlagt.",
    ]
    talk = ["Kommentarer (2)"]
    for name in ("Per", "Kari"):
        talk += [
            f"{name} 13.03.2024 kl. 10:15",
            "Dette er jeg helt enig i, og det burde vært gjort for lenge siden.",
            "Svar",
        ]
    document = clean(Document("a", text="\n".join(article + talk)))
    assert [paragraph.text for paragraph in document.paragraphs] == article[1:]
    assert dropped(document, "comments") == talk


def test_about_the_author_is_no_part_of_the_article() -> None:
    text = "\n".join(
        [
            "Why the old ferries still run",
            "By Jane Doe",
            "The ferries on the northern routes are more than forty years old, and nobody wants to pay for new ones.",
            "Last year the company promised to replace two of them, but the order has not been placed yet, it says.",
            "The islanders have heard such promises before, and many of them have stopped believing in any of them.",
            "In the end it is the weather that decides whether a ferry sails, as it has been for two hundred years.",
            "About the author",
            "Jane Doe has written about the islands for twenty years and lives in Hull with her two dogs and a boat.",
        ]
    )
    document = clean(Document("a", text=text))
    assert len(document.paragraphs) == 4
    assert dropped(document, "author_box")[-1].startswith("Jane Doe has written")
