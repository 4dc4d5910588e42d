"""Bytes to text: encodings, what is no text at all, what is HTML."""

from __future__ import annotations

import codecs
import time
import unicodedata

import pytest

from service.errors import InvalidInputError
from service.text.reading import read_document

SAMPLE = "Blåbærsesongen er i gang på Østlandet."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (SAMPLE.encode(), "plain UTF-8"),
        (codecs.BOM_UTF8 + SAMPLE.encode(), "UTF-8 with a byte order mark, which is no character of the text"),
        (SAMPLE.encode("utf-16"), "UTF-16 with its mark"),
        (codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"), "big-endian UTF-16 with its mark"),
        (codecs.BOM_UTF32_LE + SAMPLE.encode("utf-32-le"), "UTF-32, whose mark begins like UTF-16's"),
        (unicodedata.normalize("NFD", SAMPLE).encode(), "decomposed letters are composed"),
    ],
)
def test_encodings_give_the_same_text(data: bytes, why: str) -> None:
    document = read_document(data, document_id="a")
    assert document.text == SAMPLE, why
    assert document.html is None


@pytest.mark.parametrize(
    ("data", "reason", "why"),
    [
        (b"", "EMPTY_DOCUMENT", "an empty file"),
        (b" \r\n\t\n" * 5000, "EMPTY_DOCUMENT", "nothing but white space"),
        (codecs.BOM_UTF8 + b"\n", "EMPTY_DOCUMENT", "a byte order mark is not text"),
        (b"\x00\x01\x02\x03" * 50, "NOT_TEXT", "NUL bytes"),
        (b"%PDF-1.7 and so on", "NOT_TEXT", "a PDF, known by how it begins"),
        (b"\x89PNG\r\n\x1a\n", "NOT_TEXT", "a picture"),
        (bytes(range(1, 256)) * 20, "NOT_TEXT", "every byte there is"),
        (b"\x01\x02\x03\x04\x05" * 20, "NOT_TEXT", "valid UTF-8, but control characters"),
        (SAMPLE.encode("latin-1"), "INVALID_ENCODING", "Latin-1, which nobody may guess"),
        (SAMPLE.encode() + b"\xff", "INVALID_ENCODING", "one bad byte at the end"),
    ],
)
def test_refuses_by_name(data: bytes, reason: str, why: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_document(data, document_id="bad/one")
    assert caught.value.reason == reason, why
    assert caught.value.stage == "read"
    assert "bad/one" in caught.value.message


def test_the_offset_of_the_bad_byte_is_named() -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_document(b"abc\xe5", document_id="a")
    assert caught.value.metadata["offset"] == "3"
    assert "0xe5" in caught.value.message


def test_too_long_names_both_sizes() -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_document(b"a" * 11, document_id="a", max_bytes=10)
    assert caught.value.reason == "TOO_LONG"
    assert caught.value.metadata == {"document_id": "a", "bytes": "11", "max_bytes": "10"}


def test_newlines_and_control_characters_are_normalised() -> None:
    document = read_document("en\r\nto\rtre\u2028fire\x0bfem\x85seks\x07".encode(), document_id="a")
    assert document.text == "en\nto\ntre\nfire\nfem\nseks"


@pytest.mark.parametrize(
    ("text", "html", "why"),
    [
        ("<!DOCTYPE html><html><body><p>Hei.</p></body></html>", True, "a document type"),
        ("\n <html lang='nb'><p>Hei.</p>", True, "the element, after white space"),
        ("<p>En.</p><p>To.</p><p>Tre.</p>", True, "a fragment with several paragraphs"),
        ("Skriv <p> for et avsnitt i HTML.", False, "prose that names a tag"),
        ("3 < 5, og 7 > 5.", False, "comparison signs"),
    ],
)
def test_html_is_told_from_text(text: str, html: bool, why: str) -> None:
    document = read_document(text.encode(), document_id="a")
    assert (document.html is not None) is html, why


def test_the_caller_decides_what_is_html() -> None:
    assert read_document(b"Hei.", document_id="a", html=True).html == "Hei."
    assert read_document(b"<p>Hei.</p>", document_id="a", html=False).text == "<p>Hei.</p>"


def test_a_page_may_declare_its_encoding() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Ærlig talt – ja.</p></body></html>'
    document = read_document(page.encode("cp1252"), document_id="a")
    assert document.html is not None
    assert "Ærlig talt – ja." in document.html


def test_ten_megabytes_of_one_line_are_read_in_seconds() -> None:
    started = time.perf_counter()
    assert read_document(b"<" * 10_000_000, document_id="a").text is not None
    assert time.perf_counter() - started < 20
