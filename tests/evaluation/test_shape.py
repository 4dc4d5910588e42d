"""Rows, means, tables and data files: the shape of `tidings evaluate`, whatever is measured."""

from __future__ import annotations

import hashlib

import pytest

from service.errors import ConfigurationError
from service.evaluation import EVALUATIONS, Context, Report, Row, evaluate
from service.evaluation.data import folder_names, jsonl_files, read, records
from service.evaluation.shape import METRICS, means
from service.evaluation.table import markdown, table


def row(system="tidings", metric="chrf", value=50.0, *, code="nb", n=10, name="ntrex"):
    return Row(name, code, system, metric, value, n, "sig")


def test_a_report_has_the_fields_that_others_parse():
    record = Report("translation", {"ntrex.nb": "00"}, (row(value=52.71239),)).record()
    assert {"evaluation", "data", "machine", "rows"} <= record.keys()
    assert record["evaluation"] == "translation"
    assert record["data"] == {"files": {"ntrex.nb": "00"}}
    assert record["machine"]["cores"] >= 1
    assert record["rows"] == [
        {
            "set": "ntrex",
            "language_code": "nb",
            "system": "tidings",
            "metric": "chrf",
            "value": 52.7124,
            "n": 10,
            "signature": "sig",
        }
    ]


def test_extra_fields_never_cover_those_of_the_schema():
    assert Row("a", None, "s", "chrf", 1.0, 1, "", {"value": 9, "flags": {}}).record()["value"] == 1.0


def test_the_mean_is_over_languages_not_over_items():
    rows = [row(value=40.0, n=1), row(code="de", value=60.0, n=99), row(system="raw", value=10.0)]
    mean, raw = means(rows)
    assert (mean.language_code, mean.value, mean.n) == ("all", 50.0, 100)
    assert (raw.system, raw.value) == ("raw", 10.0)


def test_every_evaluation_is_a_module_with_run_and_every_metric_has_a_direction_or_none():
    for name in EVALUATIONS:
        module = __import__(f"service.evaluation.{name}", fromlist=["run"])
        assert callable(module.run), name
    assert METRICS["flags_per_1000"].more_is_better is False
    assert METRICS["extractive_share"].more_is_better is None


def test_an_unknown_evaluation_is_refused_with_the_good_names(tmp_path):
    with pytest.raises(ConfigurationError, match=r"'speed'.*translation, detection"):
        evaluate("speed", Context(tmp_path))


class TestTable:
    def test_lines_up_systems_with_tidings_first_and_the_best_marked(self):
        rows = [row("raw", value=50.0), row(value=51.0), row("raw", "flags_per_1000", 30.0)]
        systems, lines = table([*rows, row(metric="flags_per_1000", value=40.0)])
        assert systems == ("tidings", "raw")
        chrf, flags = lines
        assert [(c.text, c.best) for c in chrf.figures] == [("51.0", True), ("50.0", False)]
        assert [(c.text, c.best) for c in flags.figures] == [("40", False), ("30", True)], "fewer flags are better"

    def test_equal_as_shown_is_equally_good(self):
        _, (line,) = table([row("raw", value=50.01), row(value=50.04)])
        assert [c.best for c in line.figures] == [True, True]

    def test_a_system_alone_is_not_the_best(self):
        _, (line,) = table([row()])
        assert [c.best for c in line.figures] == [False]

    def test_all_stands_below_its_languages(self):
        _, lines = table([row(code="all"), row(code="nn"), row(code="de")])
        assert [line.language for line in lines] == ["de", "nn", "all"]

    def test_a_missing_figure_is_an_empty_cell(self):
        text = markdown([row(), row("raw"), row("raw", "bleu", 20.0, n=7)])
        assert text.splitlines() == [
            "| set | language | metric | unit | tidings | raw | n |",
            "|---|---|---|---|---|---|---|",
            "| ntrex | nb | `chrf` | 0–100 | **50.0** | **50.0** | 10 |",
            "| ntrex | nb | `bleu` | 0–100 |  | 20.0 | 7 |",
        ]


class TestData:
    def test_digest_set_name_and_lines(self, folder):
        where = folder("news.v2.nb", "En.\r\nTo\u2028tre.\n")
        file = read(where, "news.v2.nb")
        assert file.sha256 == hashlib.sha256("En.\r\nTo\u2028tre.\n".encode()).hexdigest()
        assert (file.set_name, file.lines) == ("news", ["En.", "To\u2028tre."])

    def test_hidden_files_and_folders_are_not_data(self, folder):
        where = folder(".hidden.jsonl", "{}")
        (where / "sub").mkdir()
        assert folder_names(where) == []

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('{"a": 1}\n{"b": \n', "x.jsonl, line 2 is not JSON"),
            ('{"a": 1}\n\n{"b": 2}\n', "x.jsonl, line 3 has no a; it has b"),
            ("[]\n", "x.jsonl, line 1 is no JSON object"),
            ("\n", "x.jsonl holds no records"),
        ],
    )
    def test_a_bad_record_is_named_by_file_and_line(self, folder, text, said):
        where = folder("x.jsonl", text)
        with pytest.raises(ConfigurationError, match=said):
            records(read(where, "x.jsonl"), ["a"])

    def test_one_of_several_fields_is_enough_where_there_is_a_choice(self, jsonl):
        where = jsonl("x.jsonl", {"documents": []})
        assert records(read(where, "x.jsonl"), ["text|documents"]) == [{"documents": []}]
        with pytest.raises(ConfigurationError, match="has no body or html"):
            records(read(where, "x.jsonl"), ["body|html"])

    def test_no_folder_no_files_no_utf8(self, tmp_path, folder):
        with pytest.raises(ConfigurationError, match="does not exist"):
            folder_names(tmp_path / "nowhere")
        where = folder("readme.md", "x")
        with pytest.raises(ConfigurationError, match=r"holds no \*.jsonl file.*lang, kind"):
            jsonl_files(where, ["lang", "kind"])
        with pytest.raises(ConfigurationError, match="is a file; a folder is needed"):
            folder_names(where / "readme.md")
        (where / "latin.jsonl").write_bytes(b'{"a": "\xe5"}')
        with pytest.raises(ConfigurationError, match="is not UTF-8"):
            read(where, "latin.jsonl")
