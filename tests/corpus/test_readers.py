"""IN: what is read, in which order, and what each kind of bad input is called."""

from __future__ import annotations

import json
import os

import pytest

from service.corpus.files import check_source
from service.corpus.readers import MAX_FILE_BYTES, read_corpus
from service.domain import Document, Failure
from service.errors import ConfigurationError


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def jsonl(*records):
    return b"".join(
        (r if isinstance(r, bytes) else json.dumps(r, ensure_ascii=False).encode()) + b"\n" for r in records
    )


def ids(readings):
    return [r.document_id if isinstance(r, Document) else (r.document_id, r.reason) for r in readings]


class TestFolders:
    def test_files_are_read_in_path_order_and_named_by_their_path(self, tmp_path):
        write(
            tmp_path, dict.fromkeys(("b.txt", "a/z.txt", "a/B.txt", "a.b.txt", "c.html", "d/e/f.HTM"), "Noe skjedde.")
        )
        assert ids(read_corpus(tmp_path)) == ["a/B", "a/z", "a.b", "b", "c", "d/e/f"]

    def test_other_and_hidden_files_are_no_articles(self, tmp_path):
        write(
            tmp_path,
            dict.fromkeys(("a.txt", "notes.md", "b.pdf", ".hidden.txt", ".git/c.txt", "._a.txt"), "Noe skjedde."),
        )
        assert ids(read_corpus(tmp_path)) == ["a"]

    def test_the_output_below_the_input_is_not_read(self, tmp_path):
        write(tmp_path, {"a.txt": "Noe skjedde.", "out/translations.jsonl": "{}", "out/report.html": "<p>x</p>"})
        assert ids(read_corpus(tmp_path, skip=tmp_path / "out")) == ["a"]

    def test_text_and_page_are_told_apart(self, tmp_path):
        write(tmp_path, {"a.txt": "Noe skjedde.", "b.html": "<p>Noe skjedde.</p>"})
        text, page = read_corpus(tmp_path)
        assert (text.text, text.html) == ("Noe skjedde.", None)
        assert (page.text, page.html) == (None, "<p>Noe skjedde.</p>")

    def test_the_second_file_of_a_name_is_refused(self, tmp_path):
        write(tmp_path, {"a.html": "<p>Noe skjedde.</p>", "a.txt": "Noe skjedde."})
        first, second = read_corpus(tmp_path)
        assert first.html
        assert (second.document_id, second.stage, second.reason) == ("a", "read", "DUPLICATE_ID")
        assert second.metadata["file"] == "a.txt"

    def test_record_files_and_articles_may_stand_together(self, tmp_path):
        write(tmp_path, {"a.txt": "En.", "b.jsonl": jsonl({"document_id": "x", "text": "To."}), "c.txt": "Tre."})
        assert ids(read_corpus(tmp_path)) == ["a", "x", "c"]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "EMPTY_DOCUMENT"),
            (b" \n\t\n", "EMPTY_DOCUMENT"),
            (b"%PDF-1.7 \x00\x01", "NOT_TEXT"),
            (bytes(range(256)) * 10, "NOT_TEXT"),
            ("Statsråden møtte".encode("latin-1"), "INVALID_ENCODING"),
            (b"x" * (MAX_FILE_BYTES + 1), "TOO_LONG"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_a_bad_file_is_a_failure_and_the_others_go_on(self, tmp_path, content, reason):
        write(tmp_path, {"a.txt": content, "b.txt": "Noe skjedde."})
        assert ids(read_corpus(tmp_path)) == [("a", reason), "b"]

    def test_a_name_that_is_no_text_is_a_failure(self, tmp_path):
        (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text("Noe skjedde.")
        (tmp_path / "line\nbreak.txt").write_text("Noe skjedde.")
        readings = list(read_corpus(tmp_path))
        assert [r.reason for r in readings] == ["INVALID_RECORD"] * 2
        assert [r.document_id for r in readings] == ["bad\\xff", "line\\x0abreak"]
        json.dumps([r.message for r in readings], ensure_ascii=False).encode()

    def test_names_are_composed(self, tmp_path):
        write(tmp_path, {"Bodo\u0308.txt": "Noe skjedde."})
        assert ids(read_corpus(tmp_path)) == ["Bodö"]

    def test_links_to_folders_are_not_followed_round_in_circles(self, tmp_path):
        write(tmp_path, {"a/b.txt": "Noe skjedde."})
        (tmp_path / "a" / "up").symlink_to(tmp_path)
        assert ids(read_corpus(tmp_path)) == ["a/b"]


GOOD = {"document_id": "good", "text": "Noe skjedde."}


class TestLines:
    @pytest.fixture
    def read(self, tmp_path):
        def read(*records):
            path = tmp_path / "feed.jsonl"
            path.write_bytes(jsonl(*records))
            return list(read_corpus(path))

        return read

    def test_every_field_arrives(self, read):
        record = {
            "document_id": "avis/1",
            "text": "Noe skjedde.\r\n\r\nMer.",
            "title": "Overskrift",
            "outlet": "Avisa",
            "byline": "Kari Nordmann",
            "url": "https://example.org/1",
            "published_at": "2024-10-11T23:21:00+02:00",
            "language_code": "no",
            "unknown": [1, 2],
        }
        (document,) = read(record)
        assert document == Document(
            **{**{k: v for k, v in record.items() if k != "unknown"}, "text": "Noe skjedde.\n\nMer."}
        )

    @pytest.mark.parametrize(
        ("line", "field", "value", "reason"),
        [
            (b'{"document_id": "a", "text": ', "", None, "cut short"),
            (b"[1, 2]", "the line", "[1, 2]", "a list"),
            (b'"text"', "the line", "text", "a string"),
            (b"null", "the line", None, "null"),
            (b'{"document_id": "a", "text": NaN}', "", None, "NaN is no JSON"),
            (b"[" * 100_000, "", None, "too deep to read"),
            ({"text": "x"}, "document_id", "null", "no id"),
            ({"document_id": "", "text": "x"}, "document_id", "", "an empty id"),
            ({"document_id": 7, "text": "x"}, "document_id", "7", "an id that is a number"),
            ({"document_id": "a\nb", "text": "x"}, "document_id", "a\\nb", "a line break in the id"),
            ({"document_id": "a\x00b", "text": "x"}, "document_id", "a\\x00b", "NUL in the id"),
            ({"document_id": "x" * 2000, "text": "x"}, "document_id", "x" * 59 + "…", "an article as id"),
            (b'{"document_id": "a\\ud800", "text": "x"}', "document_id", None, "half a character in the id"),
            ({"document_id": "a"}, "text", "null", "neither text nor html"),
            ({"document_id": "a", "text": None, "html": None}, "text", "null", "both null"),
            ({"document_id": "a", "text": "x", "html": "<p>y</p>"}, "html", "<p>y</p>", "both given"),
            ({"document_id": "a", "text": ["x"]}, "text", '["x"]', "text that is a list"),
            ({"document_id": "a", "html": 5}, "html", "5", "html that is a number"),
            (b'{"document_id": "a", "text": "x\\udfff"}', "text", None, "half a character in the text"),
            ({"document_id": "a", "text": "x", "title": 5}, "title", "5", "title that is a number"),
            ({"document_id": "a", "text": "x", "outlet": {}}, "outlet", "{}", "outlet that is an object"),
            (
                {"document_id": "a", "text": "x", "published_at": "11.10.2024"},
                "published_at",
                "11.10.2024",
                "local date",
            ),
            ({"document_id": "a", "text": "x", "published_at": "2024-13-01"}, "published_at", "2024-13-01", "month 13"),
            (
                {"document_id": "a", "text": "x", "published_at": "2023-02-29"},
                "published_at",
                "2023-02-29",
                "no leap year",
            ),
            ({"document_id": "a", "text": "x", "published_at": "2024-10"}, "published_at", "2024-10", "no day"),
            (
                {"document_id": "a", "text": "x", "published_at": "2024-10-11T25:00:00Z"},
                "published_at",
                None,
                "hour 25",
            ),
            (
                {"document_id": "a", "text": "x", "published_at": "2024-10-11T10:00:00"},
                "published_at",
                None,
                "no offset",
            ),
            ({"document_id": "a", "text": "x", "published_at": "yesterday"}, "published_at", "yesterday", "a word"),
            ({"document_id": "a", "text": "x", "published_at": 1728600000}, "published_at", "1728600000", "a number"),
            (
                {"document_id": "a", "text": "x", "language_code": "Norwegian!"},
                "language_code",
                "Norwegian!",
                "no code",
            ),
            ({"document_id": "a", "text": "x", "language_code": ["nb"]}, "language_code", '["nb"]', "a list of codes"),
        ],
    )
    def test_a_bad_line_names_its_place_field_and_value(self, read, line, field, value, reason):
        bad, good = read(line, GOOD)
        assert isinstance(bad, Failure), reason
        assert (bad.reason, bad.stage, good.document_id) == ("INVALID_RECORD", "read", "good"), reason
        assert (bad.metadata["file"], bad.metadata["line"]) == ("feed.jsonl", "1")
        assert bad.metadata["field"] == field, reason
        assert "line 1" in bad.message
        assert "should be" in bad.message, "says what would be good"
        assert field in bad.message
        if value is not None:
            assert bad.metadata["value"] == value, reason
        bad.message.encode()

    def test_a_bad_line_is_called_by_its_id_where_that_is_good(self, read):
        failures = read({"document_id": "a", "text": 1}, {"text": "x"}, b"rubbish")
        assert [f.document_id for f in failures] == ["a", "feed.jsonl:2", "feed.jsonl:3"]

    @pytest.mark.parametrize(
        "value",
        ["2024-10-11", "2024-10-11T23:21:00Z", "2024-10-11t23:21:00.5+02:00", "2024-02-29", "2016-12-31T23:59:60Z"],
    )
    def test_good_dates_arrive_as_they_are(self, read, value):
        (document,) = read({**GOOD, "published_at": value})
        assert document.published_at == value

    def test_bytes_that_are_no_utf8_are_named(self, read):
        bad, good = read(b'{"document_id": "a", "text": "m\xf8te"}', GOOD)
        assert (bad.reason, bad.document_id, good.document_id) == ("INVALID_ENCODING", "feed.jsonl:1", "good")
        assert bad.metadata["byte"] == "0xf8"
        assert "UTF-8" in bad.message

    def test_empty_text_is_an_empty_document(self, read):
        assert [r.reason for r in read({"document_id": "a", "text": " \n "})] == ["EMPTY_DOCUMENT"]

    def test_empty_lines_are_no_records_but_count(self, read):
        readings = read(b"", GOOD, b"  ", b"rubbish")
        assert ids(readings) == ["good", ("feed.jsonl:4", "INVALID_RECORD")]

    def test_a_byte_order_mark_is_no_part_of_the_first_record(self, read):
        assert ids(read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())) == ["good"]

    def test_a_page_is_utf8_whatever_it_declares(self, read):
        (document,) = read({"document_id": "a", "html": '<meta charset="iso-8859-1"><p>Bodø</p>'})
        assert "Bodø" in document.html

    def test_a_last_line_without_its_end_is_read(self, tmp_path):
        (tmp_path / "f.jsonl").write_bytes(json.dumps(GOOD).encode())
        assert ids(read_corpus(tmp_path / "f.jsonl")) == ["good"]

    def test_what_the_sender_does_not_know_is_left_to_cleaning(self, read):
        (document,) = read({**GOOD, "title": None, "byline": "  "})
        assert (document.title, document.byline) == (None, None)

    def test_the_same_document_with_equal_text_is_one(self, read):
        assert ids(read(GOOD, GOOD, {**GOOD, "title": "other"})) == ["good"]

    def test_other_text_is_another_version(self, read):
        readings = read(GOOD, {**GOOD, "text": "Noe annet."}, GOOD)
        assert [r.text for r in readings] == ["Noe skjedde.", "Noe annet.", "Noe skjedde."]

    def test_line_ends_are_no_other_text(self, read):
        assert ids(read({**GOOD, "text": "a\nb"}, {**GOOD, "text": "a\r\nb"})) == ["good"]

    def test_an_overlong_line_is_refused_without_being_held(self, tmp_path, monkeypatch):
        monkeypatch.setattr("service.corpus.readers.MAX_LINE_BYTES", 100)
        (tmp_path / "f.jsonl").write_bytes(jsonl({"document_id": "a", "text": "x" * 1000}, GOOD))
        assert ids(read_corpus(tmp_path / "f.jsonl")) == [("f.jsonl:1", "TOO_LONG"), "good"]


class TestSources:
    @pytest.mark.parametrize(
        ("make", "named", "reason"),
        [
            (lambda p: p / "none", "does not exist", "a missing path"),
            (
                lambda p: write(p / "d", {"a.md": "x", "b.pdf": "x"}) and p / "d",
                "a.md, b.pdf",
                "a folder of other files",
            ),
            (lambda p: (p / "e").mkdir() or p / "e", "nothing", "an empty folder"),
            (lambda p: write(p, {"a.csv": "x"}) / "a.csv", ".csv", "a file of another kind"),
            (lambda p: write(p, {"a.jsonl": ""}) / "a.jsonl", "is empty", "an empty record file"),
            (lambda p: os.mkfifo(p / "f.jsonl") or p / "f.jsonl", "neither a folder nor a file", "a pipe"),
        ],
    )
    def test_what_is_no_corpus_is_named(self, tmp_path, make, named, reason):
        with pytest.raises(ConfigurationError) as caught:
            check_source(make(tmp_path))
        assert named in caught.value.message, reason
        assert ".jsonl" in caught.value.message, "and what would be good"

    def test_the_output_may_not_be_the_input(self, tmp_path):
        write(tmp_path, {"a.txt": "x"})
        with pytest.raises(ConfigurationError, match="input folder itself"):
            check_source(tmp_path, tmp_path / "." / "")

    def test_a_folder_that_holds_only_its_output_is_empty(self, tmp_path):
        write(tmp_path, {"out/translations.jsonl": "{}"})
        with pytest.raises(ConfigurationError):
            check_source(tmp_path, tmp_path / "out")
