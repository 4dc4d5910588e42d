"""HTML: the article and its metadata, kinds by mark-up, nothing of scripts, and no crash on what is broken."""

from __future__ import annotations

import time

import pytest

from service.domain import Document
from service.errors import InvalidInputError
from service.text.cleaning import clean

PAGE = """<!doctype html><html lang="nb"><head><title>Ny bro åpnet i Drammen | Elveposten</title>
<meta property="og:site_name" content="Elveposten"><meta property="og:title" content="Ny bro åpnet i Drammen">
<meta name="author" content="Kari Berg"><meta property="article:published_time" content="2024-10-11T08:15:00+02:00">
<meta property="article:modified_time" content="2024-10-11T12:00:00+02:00">
<style>.x{color:red}</style><script>var a = "hemmelig skript";</script></head>
<body><nav><a href="/">Forsiden</a> <a href="/sport">Sport</a></nav><article><h1>Ny bro åpnet i Drammen</h1>
<p>Den nye broen over elva ble åpnet for trafikk fredag morgen etter to års arbeid.</p>
<p>Flere hundre møtte fram da ordføreren klippet snora. – Dette er en stor dag for byen, sa han.</p>
<h2>Dyrere enn planlagt</h2>
<p>Prosjektet kostet <b>420 millioner</b> kroner, som er 40 millioner mer enn det opprinnelige budsjettet la opp til.</p>
<ul><li>Lengde: 260 meter</li><li>Bredde: 14 meter</li></ul>
<blockquote>Vi gleder oss til å ta den i bruk hver eneste dag på vei til jobb.</blockquote>
<p>Les også: <a href="x">Gamle bro rives</a></p>
<p>Kommunen venter at biltrafikken gjennom sentrum går ned med en tredel når broen er tatt i full bruk.</p>
<script>document.write("mer skript")</script></article><footer>Ansvarlig redaktør: X. Personvern</footer></body></html>"""


def test_a_page_gives_article_and_metadata() -> None:
    document = clean(Document("a", html=PAGE))
    assert document.title == "Ny bro åpnet i Drammen"
    assert document.outlet == "Elveposten"
    assert document.byline == "Kari Berg"
    assert document.published_at == "2024-10-11T08:15"
    assert document.updated_at == "2024-10-11T12:00"
    assert [(paragraph.kind.value, paragraph.text.split()[0]) for paragraph in document.paragraphs] == [
        ("body", "Den"),
        ("body", "Flere"),
        ("heading", "Dyrere"),
        ("body", "Prosjektet"),
        ("list_item", "Lengde:"),
        ("list_item", "Bredde:"),
        ("quote", "Vi"),
        ("body", "Kommunen"),
    ]
    assert document.paragraphs[3].text.startswith("Prosjektet kostet 420 millioner kroner, som er")
    assert [line.rule for line in document.dropped_lines] == ["title", "teaser_link"]


def test_what_the_sender_says_wins_over_metadata() -> None:
    document = clean(
        Document("a", html=PAGE, title="Broen", outlet="Byavisen", byline="Ola", published_at="2024-10-12")
    )
    assert (document.title, document.outlet, document.byline, document.published_at) == (
        "Broen",
        "Byavisen",
        "Ola",
        "2024-10-12",
    )
    assert all(paragraph.text != "Ny bro åpnet i Drammen" for paragraph in document.paragraphs)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Bare en setning her.", "Bare en setning her."),
        ("<html><body><p>Kort.</p></body></html>", "Kort."),
        ("Ingen tagger i det hele tatt, men en setning.", "Ingen tagger i det hele tatt, men en setning."),
        ("<div>" * 3000 + "Tekst langt nede i siden er også tekst.", "Tekst langt nede i siden er også tekst."),
        ("<div><div><p>Uten slutt er den.<p>Og her er en til.", "Uten slutt er den."),
        ("<html><body><p>R&oslash;d gr&oslash;t &amp; fl&oslash;te.</p>", "Rød grøt & fløte."),
        ("<p>Før.</p><script>if (a < b) { alert('skript') }", "Før."),
    ],
)
def test_broken_pages_give_their_text(html: str, text: str) -> None:
    found = [paragraph.text for paragraph in clean(Document("a", html=html)).paragraphs]
    assert text in found
    assert not any("alert" in line or "<" in line for line in found)


@pytest.mark.parametrize(
    "html", ["<html><body><script>alert(1)", "<style>p{}</style>", "<html></html>", "<!-- Hei. -->"]
)
def test_a_page_without_text_is_refused(html: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean(Document("a", html=html))
    assert caught.value.reason == "EMPTY_DOCUMENT"
    assert caught.value.field == "html"


@pytest.mark.parametrize(
    "html",
    [
        "<" * 1_000_000,
        "<html><script>" * 20_000,
        "<html><nav>" * 20_000,
        "<p>Hei.</p>" + "<div>" * 20_000,
        "<a " * 200_000,
    ],
    ids=["brackets", "scripts", "navs", "depth", "attributes"],
)
def test_hostile_pages_take_seconds_and_no_crash(html: str) -> None:
    started = time.perf_counter()
    try:
        clean(Document("a", html=html))
    except InvalidInputError as error:
        assert error.reason in {"EMPTY_DOCUMENT", "NO_BODY"}
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (
            "<head><title>Bru stengt etter ras</title></head><body><h1>Bru stengt etter ras</h1></body>",
            "title and heading",
        ),
        ("<body><h1>Bru stengt etter ras</h1></body>", "a heading"),
        (
            "<head><title>Bru stengt etter ras | Fjordposten</title></head><body><h1>Bru stengt etter ras</h1></body>",
            "outlet",
        ),
        (
            "<head><title>Bru stengt etter ras</title></head><body><h1>Bru stengt etter ras</h1><p>Av Kari Lie</p></body>",
            "byline",
        ),
    ],
)
def test_a_headline_alone_is_the_body_once(html: str, why: str) -> None:
    document = clean(Document("a", html=f"<html>{html}</html>"))
    assert document.title is None, why
    assert [(p.kind.value, p.text) for p in document.paragraphs] == [("body", "Bru stengt etter ras")], why
