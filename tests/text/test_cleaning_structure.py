"""What becomes of paragraphs: kinds, wrapped lines, short texts; what the sender says; corpus furniture; bad input."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain import Document, ParagraphKind, SourceParagraph
from service.errors import InvalidInputError
from service.text.cleaning import clean, content_sha256, find_furniture
from service.text.cleaning.phrases import key_of

SENTENCES = [
    "Kommunestyret vedtok tirsdag kveld å bygge en ny skole ved elva, etter en debatt som varte i fire timer.",
    "Ordføreren sier at byggingen skal begynne til våren, og at den vil koste mer enn det som var planlagt.",
    "Elevene flytter inn når bygget er ferdig, og den gamle skolen skal da rives for å gi plass til en park.",
    "Naboene er glade.",
    "– Det var på tide, sier hun.",
    "Hvem skal betale?",
]


def paragraphs(text: str, **fields: str) -> list[tuple[str, str]]:
    return [
        (paragraph.kind.value, paragraph.text) for paragraph in clean(Document("a", text=text, **fields)).paragraphs
    ]


@pytest.mark.parametrize("separator", ["\n", "\n\n", "\n\n\n\n"])
def test_plain_text_comes_out_whole(separator: str) -> None:
    document = clean(Document("a", text=separator.join(SENTENCES)))
    assert [paragraph.text for paragraph in document.paragraphs] == SENTENCES
    assert document.title is None
    assert document.dropped_lines == ()
    assert document.notices == ()


@pytest.mark.parametrize(
    "text",
    [
        "Streik",
        "STORBRANN I SENTRUM AV TRONDHEIM NATT TIL MANDAG",
        "Hun sa nei.",
        "Del",
        "🚨 Strømbrudd i hele byen 🚨",
        "اجتمع الوزراء اليوم",
        "1–0",
        "x" * 5000,
    ],
)
def test_one_line_is_the_body_whatever_it_is(text: str) -> None:
    document = clean(Document("a", text=text))
    assert [paragraph.text for paragraph in document.paragraphs] == [text]
    assert document.title is None


def test_one_word_above_a_sentence_is_the_headline() -> None:
    document = clean(Document("a", text="Streik\n\nFlere hundre busser står fra mandag morgen."))
    assert document.title == "Streik"
    assert [paragraph.text for paragraph in document.paragraphs] == ["Flere hundre busser står fra mandag morgen."]


def test_a_standfirst_without_a_full_stop_is_body() -> None:
    text = "Ny skole ved elva\nSkal stå ferdig om tre år og koste to hundre millioner\n" + "\n".join(SENTENCES[:3])
    assert paragraphs(text)[0] == ("body", "Skal stå ferdig om tre år og koste to hundre millioner")


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "Styret i laget møttes tirsdag kveld for å drøfte planene om en ny hall i\n"
        "bydelen. Etter en lang debatt ble det klart at flertallet ønsker å\n"
        "bygge på den gamle tomta, der det i dag ligger en parkeringsplass\n"
        "som brukes lite.\n\n"
        "Lederen sier at arbeidet kan begynne til våren, dersom kommunen gir\n"
        "tillatelse innen jul. Naboene har fått brev om saken og kan uttale\n"
        "seg fram til november.\n"
    )
    found = paragraphs(text)
    assert len(found) == 2
    assert found[0][1] == " ".join(text.split("\n\n", maxsplit=1)[0].split())
    assert found[1][1] == " ".join(text.split("\n\n")[1].split())


def test_a_sentence_broken_at_a_link_is_joined() -> None:
    text = "Ministeren har ikke svart på spørsmålene, skriver en rapport som er hentet inn av\nStortingets utredere\n, og som"
    text += " ble lagt fram i går.\n" + SENTENCES[1]
    assert [kind for kind, _ in paragraphs(text)] == ["body", "body"]
    assert "hentet inn av Stortingets utredere, og som" in paragraphs(text)[0][1]


def test_lines_that_end_in_a_stop_are_never_joined() -> None:
    text = "\n".join(["Han kom hjem sent.", "iPhone-en lå på bordet.", "Så gikk han ut igjen."])
    assert len(paragraphs(text)) == 3


@pytest.mark.parametrize(
    ("text", "kinds", "why"),
    [
        ("• ny hall\n• bedre lys", ["list_item"] * 2, "bullets"),
        ("* ny hall\n* bedre lys", ["list_item"] * 2, "asterisks"),
        ("- ny hall\n- bedre lys", ["list_item"] * 2, "hyphens in a run, no sentences"),
        ("1. Ny hall\n2. Bedre lys", ["list_item"] * 2, "numbers"),
        ("- Jeg er glad, sier hun.\n- Det er jeg også, sier han.", ["body"] * 2, "hyphens that open dialogue"),
        ("– Jeg er glad, sier hun.\n– Det er jeg også, sier han.", ["body"] * 2, "dashes open dialogue"),
        ("– Ha vann til tre døgn.\n– Lad mobilen i god tid.", ["list_item"] * 2, "dashes under a colon, nobody speaks"),
        ("- Ha vann til tre døgn.\n- Lad mobilen i god tid.", ["list_item"] * 2, "hyphens under a colon"),
        ("– Vi er glade for det.\n– Jeg gleder meg.", ["body"] * 2, "people speak of themselves"),
        ("– Ha vann til tre døgn.\n\n– Lad mobilen i god tid.", ["body"] * 2, "two paragraphs"),
        ("– Det er en god dag for oss alle.", ["body"], "one line is no list"),
        ("> Vi kan ikke godta dette.", ["quote"], "a block quotation"),
        ("## Dyrere enn planlagt", ["heading"], "a heading by its mark-up"),
        ("ny hall\nbedre lys\nlengre åpningstid", ["list_item"] * 3, "short lines after a colon"),
    ],
)
def test_kinds(text: str, kinds: list[str], why: str) -> None:
    found = paragraphs(f"{SENTENCES[0]}\n\nDette krever laget nå:\n\n{text}\n\n{SENTENCES[1]}")
    assert [kind for kind, _ in found[2:-1]] == kinds, why
    if "list_item" in kinds and text[0] in "•*-" and "ny hall" in text:
        assert [item for _, item in found[2:-1]] == ["ny hall", "bedre lys"], "the bullet is mark-up"


def test_a_table_pasted_as_text_stays() -> None:
    table = ["Ap 1 204 31,2", "H 980 25,4", "Sp 620 16,1", "SV 410 10,6"]
    found = paragraphs("\n".join([SENTENCES[0], *table]))
    assert [text for _, text in found] == [SENTENCES[0], *table]


def test_every_entry_of_a_live_blog_stays() -> None:
    entries = [f"{8 + number // 20:02d}:{3 * (number % 20):02d}" for number in range(200)]
    text = "\n".join(f"{clock}\nVitne nummer {number} forklarer seg nå." for number, clock in enumerate(entries))
    found = paragraphs(text)
    assert sum(kind == "body" for kind, _ in found) == 200
    assert [text for kind, text in found if kind == "heading"] == entries


def test_the_digits_of_a_number_stay_together() -> None:
    text = f"Laget fikk 10\u00a0000 kroner\u00a0i støtte.\n\n{SENTENCES[0]}"
    assert paragraphs(text)[0][1] == "Laget fikk 10\u00a0000 kroner i støtte."


def test_a_language_without_data_is_cleaned_by_its_looks() -> None:
    text = "\n\n".join(
        [
            "Nowy most w Warszawie",
            "Prezydent miasta otworzył we wtorek nowy most przez Wisłę, na który mieszkańcy czekali ponad dziesięć lat.",
            "Budowa kosztowała więcej niż planowano, ale władze zapewniają, że wszystkie prace zostały już rozliczone.",
        ]
    )
    document = clean(Document("a", text=text))
    assert document.title == "Nowy most w Warszawie"
    assert len(document.paragraphs) == 2


def test_what_the_sender_says_wins_and_the_found_headline_still_leaves_the_body() -> None:
    text = "\n\n".join(["Ny skole ved elva er vedtatt", "Av Kari Lie", "Publisert 12.03.2024", *SENTENCES[:3]])
    document = clean(
        Document(
            "a",
            text=text,
            title="Skolevedtaket",
            outlet="Elveposten",
            byline="Ola Berg",
            url="https://example.org/1",
            published_at="2024-03-13T09:00:00+01:00",
            language_code="NO",
        )
    )
    assert document.title == "Skolevedtaket"
    assert document.outlet == "Elveposten"
    assert document.byline == "Ola Berg"
    assert document.url == "https://example.org/1"
    assert document.published_at == "2024-03-13T09:00:00+01:00"
    assert document.language_code == "no"
    assert [paragraph.text for paragraph in document.paragraphs] == SENTENCES[:3]


def test_the_senders_headline_is_dropped_wherever_it_stands() -> None:
    text = "\n\n".join([SENTENCES[0], "Ny skole ved elva | Elveposten", *SENTENCES[1:3]])
    document = clean(Document("a", text=text, title="Ny skole ved elva"))
    assert [paragraph.text for paragraph in document.paragraphs] == SENTENCES[:3]


def test_an_outlet_behind_the_headline_becomes_the_outlet() -> None:
    document = clean(Document("a", text="\n\n".join(["Ny skole ved elva er vedtatt | Elveposten", *SENTENCES[:2]])))
    assert document.title == "Ny skole ved elva er vedtatt"
    assert document.outlet == "Elveposten"


@pytest.mark.parametrize(
    ("sent", "edtf"),
    [
        ("2024-10-11", "2024-10-11"),
        ("2024-10-11T23:21:05Z", "2024-10-11T23:21:05Z"),
        ("2024-10-11t23:21:05.123z", "2024-10-11T23:21:05Z"),
        ("2024-10-11 23:21:05+02:00", "2024-10-11T23:21:05+02:00"),
        ("2024-10-11T23:21", "2024-10-11T23:21"),
    ],
)
def test_sent_dates_become_edtf(sent: str, edtf: str) -> None:
    assert clean(Document("a", text=SENTENCES[0], published_at=sent)).published_at == edtf


@pytest.mark.parametrize("sent", ["11.10.2024", "2024-13-01", "2024-02-30", "yesterday", "2024-10-11T25:00:00Z"])
def test_a_sent_date_that_is_none_is_refused_by_name(sent: str) -> None:
    with pytest.raises(InvalidInputError, match="RFC 3339") as caught:
        clean(Document("a", text=SENTENCES[0], published_at=sent))
    assert caught.value.reason == "INVALID_RECORD"
    assert caught.value.metadata["published_at"] == sent


def test_a_language_code_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean(Document("a", text=SENTENCES[0], language_code="norwegian!!"))
    assert (caught.value.reason, caught.value.field) == ("INVALID_RECORD", "language_code")


@pytest.mark.parametrize("text", ["", "\n" * 5000, " \u200b\ufeff\n", "\t"])
def test_no_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean(Document("a", text=text))
    assert (caught.value.reason, caught.value.stage) == ("EMPTY_DOCUMENT", "clean")


def test_a_page_of_furniture_has_no_body() -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean(Document("a", text="Del på Facebook\nLogg inn\nAnnonse\nLes også: Noe annet"))
    assert (caught.value.reason, caught.value.stage) == ("NO_BODY", "clean")


def test_the_hash_is_of_title_and_paragraphs() -> None:
    one = clean(Document("a", text="\n\n".join(["Ny skole ved elva", *SENTENCES[:2], "Del på Facebook"])))
    two = clean(Document("b", text="\n".join(["Ny skole ved elva", "Annonse", *SENTENCES[:2]])))
    assert one.content_sha256 == two.content_sha256 == content_sha256(one.title, one.paragraphs)
    assert one.content_sha256 != clean(Document("a", text="\n\n".join(SENTENCES[:2]))).content_sha256
    parts = [SourceParagraph(ParagraphKind.BODY, text) for text in ("a", "b")]
    joined = [SourceParagraph(ParagraphKind.BODY, "a\n\nb")]
    assert content_sha256(None, parts) != content_sha256(None, joined), "joining must not collide"


def article(number: int, *furniture: str) -> str:
    return "\n".join(
        [f"Overskrift nummer {number} om noe nytt", f"Dette er setning {number} i artikkelen om byen.", *furniture]
    )


def test_lines_that_repeat_across_a_corpus_are_furniture() -> None:
    texts = [article(number, "Elveposten på kino", "Bli med i Elveklubben!") for number in range(3)]
    found = find_furniture(texts)
    assert found == {key_of("Elveposten på kino"), key_of("Bli med i Elveklubben!")}
    document = clean(Document("a", text=texts[0]), furniture=found)
    assert [line.original for line in document.dropped_lines if line.rule == "corpus_furniture"] == [
        "Elveposten på kino",
        "Bli med i Elveklubben!",
    ]


def test_twice_is_not_enough() -> None:
    assert find_furniture([article(number, "Elveposten på kino") for number in range(2)]) == frozenset()


def test_a_rare_line_of_a_large_corpus_is_no_furniture() -> None:
    texts = [article(number, *(["Tre streker under svaret"] if number < 3 else [])) for number in range(400)]
    assert find_furniture(texts) == frozenset()


def test_a_wire_story_carried_by_many_is_no_furniture() -> None:
    wire = "\n".join(["Ny skole ved elva", *SENTENCES])
    texts = [f"{wire}\nLokal slutt {number} fra avis {number} her." for number in range(6)]
    assert find_furniture([*texts, *(article(number) for number in range(6))]) == frozenset()


def test_prose_and_replies_that_repeat_are_no_furniture() -> None:
    texts = [article(number, "– Ja, det tror jeg.", SENTENCES[0]) for number in range(5)]
    assert find_furniture(texts) == frozenset()


def test_the_order_of_a_corpus_does_not_matter() -> None:
    texts = [article(number, "Elveposten på kino", *SENTENCES[: number % 3]) for number in range(9)]
    assert find_furniture(texts) == find_furniture(reversed(texts))


MEGA = 10_000_000


@pytest.mark.parametrize(
    "make",
    [
        lambda: "a" * MEGA,
        lambda: "ord og mer " * (MEGA // 11),
        lambda: "." * MEGA,
        lambda: '!"' * (MEGA // 2),
        lambda: "a@" * (MEGA // 2),
        lambda: "x" + " " * MEGA + "y",
        lambda: "(" * 200_000 + "\n" + "[" * 200_000 + "\nHei du.",
        lambda: "dette er en lang linje uten punktum som fortsetter og fortsetter videre\n" * 20_000,
        lambda: ("Les også: " * 1000 + "\n") * 100 + "Hei du.",
        lambda: "\n" * 5000 + "Hei.",
        lambda: "\n".join(f"Linje nummer {number} om saken" for number in range(4000)),
    ],
    ids=[
        "letters",
        "words",
        "stops",
        "quotes",
        "addresses",
        "spaces",
        "brackets",
        "wrapped",
        "labels",
        "newlines",
        "headlines",
    ],
)
def test_bad_input_takes_seconds_and_no_crash(make: Callable[[], str]) -> None:
    text = make()
    started = time.perf_counter()
    assert clean(Document("a", text=text)).paragraphs
    assert time.perf_counter() - started < 30


WORDS = st.sampled_from(
    [
        "saken",
        "er",
        "at",
        "de",
        "ikke",
        "vil",
        "si",
        "om",
        "det",
        "var",
        "en",
        "ny",
        "skole",
        "der",
        "elva",
        "går",
        "forbi",
        "og",
        "så",
        "kom",
        "vinteren",
    ]
)
SENTENCE = st.lists(WORDS, min_size=8, max_size=25).map(lambda words: " ".join(words).capitalize() + ".")


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=12, unique=True), st.sampled_from(["\n", "\n\n"]))
def test_sentences_always_come_out_whole(sentences: list[str], separator: str) -> None:
    document = clean(Document("a", text=separator.join(sentences)))
    assert [paragraph.text for paragraph in document.paragraphs] == sentences


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    try:
        document = clean(Document("a", text=text))
    except InvalidInputError as error:
        assert error.reason in {"EMPTY_DOCUMENT", "NO_BODY"}
    else:
        assert document == clean(Document("a", text=text))
        assert all(paragraph.text.strip() == paragraph.text != "" for paragraph in document.paragraphs)
