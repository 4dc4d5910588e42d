"""Single lines: what is furniture by itself, and what must never be taken for it."""

from __future__ import annotations

import pytest

from service.domain import CleanedDocument, Document, NoticeKind, ParagraphKind
from service.text.cleaning import clean

LEAD = {
    "nb": "Kommunestyret vedtok tirsdag kveld å bygge en ny skole ved elva, etter en debatt som varte i fire timer.",
    "nn": "Kommunestyret vedtok tysdag kveld å byggje ein ny skule ved elva, etter ein debatt som varte i fire timar.",
    "de": "Der Gemeinderat hat am Dienstagabend beschlossen, am Fluss eine neue Schule zu bauen, nach langer Debatte.",
    "en": "The council decided on Tuesday evening to build a new school by the river, after a debate of four hours.",
}
MORE = {
    "nb": "Ordføreren sier at byggingen skal begynne til våren, og at den vil koste mer enn det som var planlagt.",
    "nn": "Ordføraren seier at bygginga skal ta til i vår, og at ho vil koste meir enn det som var planlagt i fjor.",
    "de": "Die Bürgermeisterin sagte, dass der Bau im Frühjahr beginnt und mehr kosten wird als bisher geplant war.",
    "en": "The mayor said that the work will begin in the spring and that it will cost more than had been planned.",
}
END = {
    "nb": "Elevene flytter inn når bygget er ferdig, og den gamle skolen skal da rives for å gi plass til en park.",
    "nn": "Elevane flyttar inn når bygget er ferdig, og den gamle skulen skal då rivast for å gje plass til ein park.",
    "de": "Die Kinder ziehen ein, wenn der Bau fertig ist, und die alte Schule wird dann für einen Park abgerissen.",
    "en": "The pupils will move in when the building is ready, and the old school will then make room for a park.",
}


def with_line(line: str, code: str, where: str = "middle") -> CleanedDocument:
    """An article with `line` before its first paragraph, between two, or after its last."""
    parts = [LEAD[code], MORE[code], END[code]]
    parts.insert({"top": 0, "middle": 2, "end": 3}[where], line)
    return clean(Document("a", text="\n\n".join(parts)))


def rules(document: CleanedDocument) -> dict[str, str]:
    return {dropped.original: dropped.rule for dropped in document.dropped_lines}


@pytest.mark.parametrize(
    ("line", "code", "where", "rule"),
    [
        ("Annonse", "nb", "middle", "advertisement"),
        ("ANNONSE", "nb", "middle", "advertisement"),
        ("Artikkelen fortsetter under annonsen", "nb", "middle", "advertisement"),
        ("Saka held fram under annonsen", "nn", "middle", "advertisement"),
        ("Anzeige", "de", "middle", "advertisement"),
        ("Advertisement", "en", "middle", "advertisement"),
        ("Del på Facebook", "nb", "top", "share_bar"),
        ("Skriv ut", "nn", "end", "share_bar"),
        ("Teilen", "de", "top", "share_bar"),
        ("Share this article", "en", "top", "share_bar"),
        ("Facebook Twitter LinkedIn", "en", "top", "share_bar"),
        ("Del Lagre Skriv ut", "nb", "top", "link_bar"),
        ("Teilen Drucken Merken", "de", "top", "link_bar"),
        ("Startseite | Politik | Wirtschaft | Sport | Kultur", "de", "top", "link_bar"),
        ("Les også: Nå blir bompengene dyrere", "nb", "middle", "teaser_link"),
        ("Les òg: No blir bompengane dyrare", "nn", "middle", "teaser_link"),
        ("Lesen Sie auch: Maut wird teurer", "de", "middle", "teaser_link"),
        ("Mehr zum Thema: Maut wird teurer", "de", "middle", "teaser_link"),
        ("Read more: Road tolls to rise", "en", "middle", "teaser_link"),
        ("Læs også: Nu bliver vejen dyrere", "nb", "middle", "teaser_link"),
        ("Läs också: Nu blir vägen dyrare", "nb", "middle", "teaser_link"),
        ("Les også", "nb", "middle", "teaser_label"),
        ("Auch interessant", "de", "middle", "teaser_label"),
        ("Siste nytt", "nb", "end", "teaser_label"),
        ("Tips oss", "nb", "end", "navigation"),
        ("Zur Startseite", "de", "end", "navigation"),
        ("Meld deg på nyhetsbrevet vårt og få sakene rett i innboksen", "nb", "end", "newsletter"),
        ("Abonnieren Sie unseren Newsletter und bleiben Sie informiert.", "de", "end", "newsletter"),
        ("Sign up for our newsletter to get stories like this in your inbox.", "en", "middle", "newsletter"),
        ("Vi bruker informasjonskapsler for å gi deg en bedre opplevelse.", "nb", "top", "legal"),
        ("Wir verwenden Cookies, um Inhalte zu personalisieren. Mehr erfahren", "de", "end", "legal"),
        ("© 2024 Elveposten AS. Alle rettigheter reservert.", "nb", "end", "legal"),
        (
            "Elveposten arbeider etter Vær varsom-plakatens regler for god presseskikk.",
            "nb",
            "end",
            "editorial_process",
        ),
        ("#skole #elva #kommune", "nb", "end", "hashtags"),
        ("@elveposten", "nb", "end", "social_handle"),
        ("https://example.org/en/side", "nb", "middle", "link_line"),
        ("Für Bilder vom Fluss besuchen Sie: https://example.org/fluss", "de", "end", "link_line"),
        ("Følg Elveposten på Facebook og Instagram", "nb", "end", "social_follow"),
        ("Follow the River Post on social networks Telegram and Viber", "en", "end", "social_follow"),
        ("vor 3 Stunden", "de", "top", "time_ago"),
        ("2 timer siden", "nb", "top", "time_ago"),
        ("Lesezeit: 4 Min.", "de", "top", "reading_time"),
        ("4 min read", "en", "top", "reading_time"),
        ("* * *", "nb", "middle", "symbols"),
        ("128", "de", "top", "counter"),
        ("Tags: Schule, Fluss, Gemeinde", "de", "end", "tags"),
        ("Emneord: skole, elv", "nb", "end", "tags"),
        ("Exclusive: Leaked papers show what the bridge really cost", "en", "middle", "teaser_headline"),
        ("Eksklusivt: Lekkede papirer viser hva brua kostet", "nb", "middle", "teaser_headline"),
        ("Nur für Abonnenten", "de", "top", "paywall"),
        ("Bygdeliv -", "nb", "top", "section_label"),
        ("Samferdsel og miljø", "nb", "end", "dangling_heading"),
    ],
)
def test_furniture_is_dropped_by_its_rule(line: str, code: str, where: str, rule: str) -> None:
    document = with_line(line, code, where)
    assert rules(document).get(line, rules(document)) == rule
    assert [paragraph.text for paragraph in document.paragraphs] == [LEAD[code], MORE[code], END[code]]


@pytest.mark.parametrize(
    ("line", "code", "why"),
    [
        ("Hun kommenterer ikke saken før rapporten er klar.", "nb", "kommenterer is no comment label"),
        ("De to brødrene deler ansvaret for gården etter faren.", "nb", "deler is no share button"),
        ("– Les også det som står med liten skrift, sier hun til elevene.", "nb", "speech that begins like a teaser"),
        ("Les også kontrakten nøye før du skriver under, er rådet fra advokaten.", "nb", "advice, a whole sentence"),
        ("Annonsene på nettstedet ble fjernet samme kveld.", "nb", "a sentence about advertisements"),
        ("Foreningen vil ha flere kommentarer fra naboene før jul.", "nb", "a sentence about comments"),
        ("The company shared its figures with Facebook and Twitter in May.", "en", "networks named in prose"),
        ("Follow the money, said the lawyer, and you will find the Facebook account.", "en", "an idiom"),
        ("Die Kommentare unter dem Beitrag wurden am Abend gelöscht.", "de", "a sentence about comments"),
        ("Teilen will die Gemeinde das Grundstück aber nicht.", "de", "teilen as a verb of the article"),
        ("Von Anfang an war klar, dass der Bau teurer wird.", "de", "begins like a byline"),
        ("Av og til må man si nei, sier ordføreren.", "nb", "begins like a byline"),
        ("By Monday the water had reached the old bridge.", "en", "begins like a byline"),
        ("Stand heute wird der Bau im Mai fertig.", "de", "begins like a stamp"),
        ("Den 3. mai 2024 ble den første steinen lagt ned.", "nb", "a date in a sentence"),
        ("Hinweise nimmt die Polizei unter 110 entgegen.", "de", "begins like a notice"),
        ("«Vi bruker informasjonskapsler», sto det på siden, men ingen hadde lest vilkårene.", "nb", "a quotation"),
        ("– Nei.", "nb", "a short answer in dialogue"),
        ("- Nei, det tror jeg ikke.", "nb", "dialogue written with a hyphen"),
        ("Han tok 3–4 år.", "nb", "short, with figures"),
        ("Oslo – Putin er ikke invitert, sier hun.", "nb", "looks like a dateline, in mid-article"),
        (
            "Mer informasjon om vedtaket og hele saksgangen finnes på https://example.org.",
            "nb",
            "a sentence with a link",
        ),
    ],
)
def test_prose_survives(line: str, code: str, why: str) -> None:
    document = with_line(line, code)
    assert [paragraph.text for paragraph in document.paragraphs] == [LEAD[code], MORE[code], line, END[code]], why
    assert not document.dropped_lines
    assert {paragraph.kind for paragraph in document.paragraphs} == {ParagraphKind.BODY}


@pytest.mark.parametrize(
    ("line", "code", "where", "kind"),
    [
        ("Denne artikkelen er skrevet med hjelp av KI og kvalitetssikret av redaksjonen.", "nb", "end", "AI_GENERATED"),
        ("Artikkelen er skrevet med hjelp av KI.", "nb", "end", "AI_GENERATED"),
        ("Oppsummeringen er laget av kunstig intelligens", "nb", "top", "AI_GENERATED"),
        ("Denne saka er omsett ved hjelp av KI.", "nn", "end", "AI_GENERATED"),
        ("Dieser Text wurde mit Hilfe von KI erstellt.", "de", "end", "AI_GENERATED"),
        ("Dieser Artikel wurde mit Unterstützung künstlicher Intelligenz verfasst.", "de", "end", "AI_GENERATED"),
        ("This article was written with the help of artificial intelligence.", "en", "end", "AI_GENERATED"),
        ("Rettelse: Skolen skal ha 400 elever, ikke 4000.", "nb", "end", "CORRECTION"),
        ("Korrektur: Die Schule hat 400 Plätze, nicht 4000.", "de", "end", "CORRECTION"),
        ("In einer früheren Version dieses Artikels stand eine falsche Zahl.", "de", "end", "CORRECTION"),
        ("Editor's note: An earlier version of this article gave a wrong figure.", "en", "end", "CORRECTION"),
        ("Annonsørinnhold", "nb", "top", "SPONSORED"),
        ("Advertorial", "de", "top", "SPONSORED"),
        ("Sponsored content", "en", "top", "SPONSORED"),
        ("Pressemelding", "nb", "top", "PRESS_RELEASE"),
        ("Pressemitteilung", "de", "top", "PRESS_RELEASE"),
        ("Satire", "de", "top", "SATIRE"),
        ("Dette er satire.", "nb", "end", "SATIRE"),
        ("Saken oppdateres.", "nb", "end", "OTHER"),
        ("Saka blir oppdatert.", "nn", "end", "OTHER"),
        ("This is a developing story and will be updated.", "en", "end", "OTHER"),
        ("Anmerkung der Redaktion: Der Name wurde auf Wunsch geändert.", "de", "end", "OTHER"),
    ],
)
def test_disclosures_become_notices(line: str, code: str, where: str, kind: str) -> None:
    document = with_line(line, code, where)
    assert [(notice.kind, notice.original) for notice in document.notices] == [(NoticeKind(kind), line)]
    assert document.notices[0].text == line
    assert [paragraph.text for paragraph in document.paragraphs] == [LEAD[code], MORE[code], END[code]]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [("Saken oppdateres.", "nb"), ("Saka blir oppdatert.", "nn"), ("Dieser Artikel wird laufend aktualisiert.", "de")],
)
def test_a_paragraph_of_the_article_that_ends_in_a_notice_stays(sentence: str, code: str) -> None:
    last = f"{END[code]} {sentence}"
    document = clean(Document("a", text="\n\n".join([LEAD[code], MORE[code], last])))
    assert [(notice.kind, notice.original) for notice in document.notices] == [(NoticeKind.OTHER, sentence)]
    assert [paragraph.text for paragraph in document.paragraphs] == [LEAD[code], MORE[code], last]


@pytest.mark.parametrize(
    ("line", "code", "why"),
    [
        ("Kunstig intelligens har skrevet mange av artiklene, sier forskeren.", "nb", "an article about the subject"),
        ("Die Firma hat einen Text mit KI erstellt und verkauft.", "de", "somebody else's text"),
        ("The paper issued a correction after the vote.", "en", "the word alone"),
        ("Die Satire über den Bürgermeister wurde verboten.", "de", "the word alone"),
        ("Partiet sendte ut en pressemelding samme kveld.", "nb", "the word alone"),
    ],
)
def test_words_of_a_disclosure_in_mid_article_are_no_disclosure(line: str, code: str, why: str) -> None:
    document = with_line(line, code)
    assert not document.notices, why
    assert line in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Av Ola Nordmann", "byline", "Ola Nordmann"),
        ("AV KARI NORDMANN OG OLA LIE", "byline", "KARI NORDMANN OG OLA LIE"),
        ("Tekst: Kari Lie Berg", "byline", "Kari Lie Berg"),
        ("Von Max Muster und Anna von der Heide", "byline", "Max Muster und Anna von der Heide"),
        ("Von Max Muster, dpa", "byline", "Max Muster"),
        ("By Jane Doe, Chief Correspondent", "byline", "Jane Doe"),
        ("Von unserem Korrespondenten Max Muster", "byline", "Max Muster"),
        ("Von unserer Korrespondentin Anna von der Heide", "byline", "Anna von der Heide"),
        ("NTB-reporter Kari Lie, Ankara", "byline", "Kari Lie"),
        ("OSLO (NTB)", "dateline", "OSLO (NTB)"),
        ("BERLIN (dpa) –", "dateline", "BERLIN (dpa)"),
        ("Publisert: 12.03.2024 kl. 14:05", "published_at", "2024-03-12T14:05"),
        ("23. november, 2024", "published_at", "2024-11-23"),
        ("Veröffentlicht am 07.06.2019", "published_at", "2019-06-07"),
        ("Published 3 May 2024, 10:15 a.m.", "published_at", "2024-05-03T10:15"),
        ("Oppdatert 12. mars 2024 kl. 16.40", "updated_at", "2024-03-12T16:40"),
        ("Aktualisiert am 12.03.2024 um 16:40 Uhr", "updated_at", "2024-03-12T16:40"),
        ("Updated on October 11, 2024, 11:21 p.m", "updated_at", "2024-10-11T23:21"),
    ],
)
def test_header_lines_become_fields(line: str, field: str, value: str) -> None:
    text = "\n\n".join(["Ny skole ved elva er vedtatt", line, LEAD["nb"], MORE["nb"], END["nb"]])
    document = clean(Document("a", text=text))
    assert getattr(document, field) == value
    assert document.title == "Ny skole ved elva er vedtatt"
    assert [paragraph.text for paragraph in document.paragraphs] == [LEAD["nb"], MORE["nb"], END["nb"]]


def test_the_stand_of_a_german_page_is_a_date() -> None:
    text = "\n\n".join(["Neue Schule am Fluss", "Stand: 11.10.2024 08:15 Uhr", LEAD["de"], MORE["de"]])
    document = clean(Document("a", text=text))
    assert "2024-10-11T08:15" in {document.published_at, document.updated_at}
    assert len(document.paragraphs) == 2


@pytest.mark.parametrize(
    ("start", "dateline"),
    [
        ("OSLO (NTB) – ", "OSLO (NTB)"),
        ("Oslo (NTB): ", "Oslo (NTB)"),
        ("BERLIN (dpa) - ", "BERLIN (dpa)"),
        ("Frankfurt/Main (dpa) - ", "Frankfurt/Main (dpa)"),
        ("WASHINGTON (Reuters) - ", "WASHINGTON (Reuters)"),
        ("Washington — ", "Washington"),
        ("Kiel (npa) – ", "Kiel (npa)"),
        ("NEW YORK – ", "NEW YORK"),
        ("SKOGLUND STADION (Sporten): ", "SKOGLUND STADION (Sporten)"),
        ("Wien. ", "Wien"),
        ("Kiel. ", "Kiel"),
    ],
)
def test_a_dateline_leaves_the_body(start: str, dateline: str) -> None:
    document = clean(Document("a", text=f"{start}{LEAD['en']}\n\n{MORE['en']}"))
    assert document.dateline == dateline
    assert document.paragraphs[0].text == LEAD["en"]


def test_a_place_that_the_article_names_again_is_a_dateline() -> None:
    again = f"{MORE['de']} Der Verein in Neuenfelde schweigt."
    document = clean(Document("a", text=f"Neuenfelde. {LEAD['de']}\n\n{again}"))
    assert (document.dateline, document.paragraphs[0].text) == ("Neuenfelde", LEAD["de"])
    assert clean(Document("a", text=f"Neuenfelde. {LEAD['de']}\n\n{MORE['de']}")).dateline is None


@pytest.mark.parametrize(
    ("line", "label", "caption"),
    [
        ("Bildetekst: Advokaten i retten. Foto: Jonas Brekke", "Bildetekst:", "Advokaten i retten. Foto: Jonas Brekke"),
        ("Bildunterschrift: Das Vereinsheim im Mai.", "Bildunterschrift:", "Das Vereinsheim im Mai."),
        ("Bild: Das Blatt wird gelagert. © Museum am Ring", "Bild:", "Das Blatt wird gelagert. © Museum am Ring"),
        ("Foto: Kystavisen / Privat", None, "Foto: Kystavisen / Privat"),
    ],
)  # fmt: skip
def test_a_caption_loses_its_label_and_nothing_else(line: str, label: str | None, caption: str) -> None:
    document = with_line(line, "de")
    assert [p.text for p in document.paragraphs if p.kind is ParagraphKind.CAPTION] == [caption]
    assert [text for text, rule in rules(document).items() if rule == "caption_label"] == ([label] if label else [])


def test_a_dateline_may_have_a_line_to_itself() -> None:
    document = clean(Document("a", text=f"Council votes for new school\nWASHINGTON —\n{LEAD['en']}\n{MORE['en']}"))
    assert document.dateline == "WASHINGTON"
    assert document.title == "Council votes for new school"
    assert [paragraph.text for paragraph in document.paragraphs] == [LEAD["en"], MORE["en"]]


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Vestposten", "Vestposten"),
        ("The Northern Courier", "The Northern Courier"),
        ("ELBE-KURIER ONLINE", "ELBE-KURIER ONLINE"),
        ("Ukraina", None),
        ("Lokalnytt", None),
        ("World", None),
    ],
)
def test_a_masthead_names_the_outlet(line: str, outlet: str | None) -> None:
    document = clean(Document("a", text="\n\n".join([line, "Ny skole ved elva er vedtatt", LEAD["nb"], MORE["nb"]])))
    assert document.outlet == outlet
    assert document.title == "Ny skole ved elva er vedtatt"
    assert len(document.paragraphs) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Putin – the president of Russia – said that he would not come to the meeting in the spring.",
        "Regjeringen – som har flertall – vil ikke svare på spørsmålet før saken er avgjort i retten.",
        "– Vi venter, sier hun, og legger til at det ikke er noen grunn til å haste med denne saken.",
        "Die Partei (SPD) will das nicht, und sie hat dafür mehrere Gründe genannt, die neu waren.",
        "Exclusive — The council has known of the fault for years, according to papers seen by this newspaper.",
        "Stille. Kein Wind, kein Vogel, und dann brach am Montag das Dach der alten Halle ein.",
        "Müller. Der Name steht an der Tür, und im Haus wohnt seit Montag niemand mehr von ihnen.",
        "Nei – Jeg tror ikke det, sa han, og gikk ut av salen før noen rakk å spørre ham om mer.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    document = clean(Document("a", text=f"{text}\n\n{MORE['en']}"))
    assert document.dateline is None
    assert document.paragraphs[0].text == text


@pytest.mark.parametrize(
    ("credit", "byline"),
    [
        (" (dpa/edited by jst)", "dpa/edited by jst"),
        (" (dpa)", "dpa"),
        (" (©NTB)", "NTB"),
        (" (Reuters, AFP)", "Reuters, AFP"),
        (" (mak)", "mak"),
        (" /NTB/", None),
        (" (2019)", None),
    ],
)
def test_an_agency_credit_leaves_the_last_paragraph(credit: str, byline: str | None) -> None:
    document = clean(Document("a", text=f"{LEAD['en']}\n\n{MORE['en']}{credit}"))
    if byline is None:
        assert document.paragraphs[-1].text.startswith(MORE["en"])
    else:
        assert document.byline == byline
        assert document.paragraphs[-1].text == MORE["en"]


@pytest.mark.parametrize("line", ["(©NTB)", "(dpa)", "dpa/jst", "Reuters", "NTB"])
def test_an_agency_alone_on_the_last_line_is_a_byline(line: str) -> None:
    document = clean(Document("a", text=f"{LEAD['en']}\n\n{MORE['en']}\n\n{line}"))
    assert document.byline == line.strip("()©")
    assert len(document.paragraphs) == 2


def test_a_bracket_at_the_end_that_is_no_credit_stays() -> None:
    for end in (
        "The vote was close (31 to 29).",
        "He has been out since May (knee)",
        "They met in the town hall (old part).",
    ):
        document = clean(Document("a", text=f"{LEAD['en']}\n\n{MORE['en']} {end}"))
        assert document.paragraphs[-1].text == f"{MORE['en']} {end}"
        assert document.byline is None


@pytest.mark.parametrize(
    ("lines", "captions"),
    [
        (["Ordføreren ved elva. Foto: Nils Lie / NTB"], 1),
        (["Ordføreren ved elva", "Foto: Nils Lie / NTB"], 2),
        (["(Foto: picture alliance/dpa)"], 1),
        (["Photo: EPA/UPG"], 1),
        (["© Getty Images"], 1),
        (["Der Fluss bei Hochwasser (Archivbild)."], 1),
        (["Ordføreraren ved elva. Illustrasjonsfoto: Kommunen"], 1),
    ],
)
def test_captions_are_kept_as_captions(lines: list[str], captions: int) -> None:
    text = "\n\n".join(["Ny skole ved elva", "\n".join(lines), LEAD["nb"], MORE["nb"]])
    document = clean(Document("a", text=text))
    found = [paragraph.text for paragraph in document.paragraphs if paragraph.kind is ParagraphKind.CAPTION]
    assert found == lines
    assert captions == len(found)
    assert [p.text for p in document.paragraphs if p.kind is ParagraphKind.BODY] == [LEAD["nb"], MORE["nb"]]


@pytest.mark.parametrize(
    ("heading", "code", "kept", "why"),
    [
        ("Dyrere enn planlagt", "nb", True, "a short crosshead, whatever it says"),
        ("Elevene flytter inn når den nye skolen er ferdig", "nb", True, "long, but the paragraph takes up its words"),
        ("Alte Schule wird für den neuen Park am Fluss abgerissen", "de", True, "the same in German"),
        ("Fishing fleet stays in port as diesel prices climb again", "en", False, "another story's headline"),
        ("Fiskeflåten blir liggende til kai når dieselprisen stiger igjen", "nb", False, "another story's headline"),
        ("Hvorfor?", "nb", True, "a question for a crosshead"),
    ],
)
def test_crossheads_and_teaser_headlines(heading: str, code: str, kept: bool, why: str) -> None:
    document = with_line(heading, code)
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.kind is ParagraphKind.HEADING]
    assert headings == ([heading] if kept else []), why
    if not kept:
        assert rules(document)[heading] == "teaser_headline"
