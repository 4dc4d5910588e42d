"""The command line: exit codes, what goes to which stream, messages that name the value and the good ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import cli, main
from service.store import Cache
from tests.corpus.fakes import install
from tests.corpus.test_readers import jsonl, write

ROOT = Path(__file__).resolve().parents[2]
STORY = "Brann i Bodø. Tolv ble skadd: 12.\nShare: x\nKI-generert"
EVENTS_COMMANDS = ("add", "list", "show", "explain", "remove", "readmit", "forget", "backup", "restore", "check")
MEMORY_COMMANDS = (
    "list",
    "show",
    "add",
    "approve",
    "reject",
    "import",
    "export",
    "stats",
    "backup",
    "restore",
    "check",
)
COMMANDS = [
    (),
    ("translate",),
    ("summarize",),
    ("detect",),
    ("corpus",),
    ("serve",),
    ("models",),
    ("models", "list"),
    ("models", "pull"),
    ("models", "convert"),
    ("cache",),
    ("cache", "stats"),
    ("cache", "prune"),
    ("cache", "clear"),
    ("memory",),
    *(("memory", name) for name in MEMORY_COMMANDS),
    ("evaluate",),
    ("events",),
    *(("events", name) for name in EVENTS_COMMANDS),
    ("keys",),
    *(("keys", name) for name in ("new", "list", "revoke")),
    ("doctor",),
]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Nothing of this machine's own settings, cache or models."""
    for name in [name for name in os.environ if name.startswith("TIDINGS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TIDINGS_CACHE_PATH", str(tmp_path / "home" / "cache.sqlite3"))
    monkeypatch.setenv("TIDINGS_MEMORY_PATH", str(tmp_path / "home" / "memory.sqlite3"))
    monkeypatch.setenv("TIDINGS_EVENTS_PATH", str(tmp_path / "home" / "events.sqlite3"))
    monkeypatch.setenv("TIDINGS_MODEL_DIR", str(tmp_path / "home" / "models"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def opened(monkeypatch):
    return install(monkeypatch, notice="Small bundled models ran.")


@pytest.fixture
def run(capfd, opened):
    """Run a command: exit code, standard output, standard error."""

    def run(*arguments):
        code = main([str(a) for a in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


class TestDoor:
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_every_help_has_examples(self, run, command):
        code, out, _ = run(*command, "--help")
        assert code == 0
        assert "tidings" in out
        assert "Examples:" in out, "shows how"

    def test_every_command_is_in_this_table(self):
        found = {
            (name, *sub)
            for name, c in cli.commands.items()
            for sub in [(), *((s,) for s in getattr(c, "commands", {}))]
        }
        assert found == {command for command in COMMANDS if command}

    def test_version(self, run):
        code, out, _ = run("--version")
        assert code == 0
        assert out.startswith("tidings ")

    def test_help_loads_no_heavy_room(self):
        script = (
            "import sys\nfrom service.cli import main\nmain(['--help'])\n"
            "heavy = {'numpy', 'torch', 'transformers', 'ctranslate2', 'lingua', 'grpc', 'rich', 'jinja2', 'service.pipeline'}\n"
            "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize(
        "case",
        [
            ((), "Usage", "no command"),
            (("nonsense",), "nonsense", "an unknown command"),
            (("translate",), "FILE", "no file"),
            (("translate", "--nonsense", "a.txt"), "--nonsense", "an unknown option"),
            (("translate", "none.txt"), "none.txt does not exist", "a missing file"),
            (("summarize", "good.txt", "none.txt"), "none.txt does not exist", "one missing file among good ones"),
            (("detect", "none.txt"), "none.txt does not exist", "a missing file"),
            (("translate", "folder"), "tidings corpus folder", "a folder, with the command for it"),
            (("translate", "-", "-"), "named twice", "standard input twice"),
            (("corpus", "folder"), "--out", "no output"),
            (("corpus", "none", "--out", "out"), "none does not exist", "a missing corpus"),
            (("corpus", "folder", "--out", "out"), "holds nothing", "an empty corpus"),
            (("corpus", "good.txt", "--out", "out"), ".txt file", "a file that is no corpus"),
            (("corpus", "articles", "--out", "articles"), "input folder itself", "output onto input"),
            (("corpus", "articles", "--out", "good.txt"), "good.txt can't be written", "output onto a file"),
            (("translate", "good.txt", "--config", "none.toml"), "none.toml", "a missing configuration"),
            (("translate", "good.txt", "--config", "bad.toml"), "colour", "an unknown setting"),
            (("summarize", "good.txt", "--length", "long"), "long", "a length that is none"),
            (("cache", "prune", "--max-size", "much"), "much", "a size that is none"),
            (("serve", "--port", "99999"), "99999", "a port that is none"),
            (("models", "pull", "nonsense-model"), "nonsense-model", "an unknown model"),
        ],
    )
    def test_a_wrong_command_is_named_and_does_nothing(self, run, opened, home, case):
        arguments, named, reason = case
        write(home, {"good.txt": STORY, "articles/a.txt": STORY, "bad.toml": 'colour = "red"'})
        (home / "folder").mkdir()
        code, out, err = run(*arguments)
        assert code == 2, reason
        assert named in err, reason
        assert out == ""
        assert not [newsroom for newsroom in opened if newsroom.computed], "nothing was done"
        assert not (home / "out").exists()

    @pytest.mark.parametrize("arguments", [("translate", "a.txt"), ("corpus", "in", "--out", "out")])
    def test_no_model_is_exit_code_3(self, run, home, monkeypatch, arguments):
        from service.errors import ModelUnavailableError
        from service.pipeline import Newsroom

        def none(*_, **__):
            raise ModelUnavailableError("NO_MODEL", "no installed model translates; `tidings models pull` gets one")

        monkeypatch.setattr(Newsroom, "open", none)
        write(home, {"a.txt": STORY, "in/a.txt": STORY})
        code, out, err = run(*arguments)
        assert (code, out) == (3, "")
        assert err == "tidings: no installed model translates; `tidings models pull` gets one\n"
        assert not (home / "out").exists()

    def test_a_fault_of_our_own_is_one_sentence(self, run, home, capfd):
        write(home, {"a.txt": "BUG"})
        code, _, err = run("translate", "a.txt")
        assert code == 1
        assert "KeyError" in err
        assert err.count("\n") == 1
        assert main(["translate", "a.txt", "--debug"]) == 1
        assert "Traceback" in capfd.readouterr().err

    def test_settings_reach_the_newsroom(self, run, home, opened):
        write(home, {"a.txt": STORY, "c.toml": '[translators]\nde = "a"\nnb = "b"'})
        run("translate", "a.txt", "--config", "c.toml", "--exact", "--model", "nb=x", "--summarizer", "extractive")
        settings = opened[-1].settings
        assert settings.exact is True
        assert settings.translators == {"de": "a", "nb": "x"}
        assert settings.summarizer == "extractive"
        run("translate", "a.txt", "--config", "c.toml", "--model", "./folder=1")
        assert opened[-1].settings.translators == {"*": "./folder=1"}, "one for all replaces the table"

    def test_no_cache_leaves_no_cache(self, run, home):
        write(home, {"a.txt": STORY})
        assert run("translate", "a.txt", "--no-cache")[0] == 0
        assert not (home / "home" / "cache.sqlite3").exists()
        assert run("translate", "a.txt")[0] == 0
        assert (home / "home" / "cache.sqlite3").exists()


class TestTranslate:
    def test_people_read_text_with_notes(self, run, home):
        write(home, {"a.txt": STORY})
        code, out, err = run("translate", "a.txt")
        assert code == 0
        assert "EN Brann i Bodø" in out
        assert "12.[1]" in out
        assert "[1] number: 12 -> 21" in out
        assert "AI-generated: KI" in out
        assert "Share" not in out
        assert err == "Small bundled models ran.\n"

    def test_explain_shows_what_was_left_out(self, run, home):
        write(home, {"a.txt": STORY})
        _, out, _ = run("translate", "a.txt", "--explain")
        assert "share_bar" in out
        assert "Share: x" in out

    def test_lines_are_wrapped_for_reading(self, run, home):
        write(home, {"a.txt": "Ord " * 300 + "slutt."})
        _, out, _ = run("translate", "a.txt")
        assert max(map(len, out.splitlines())) <= 88

    def test_text_that_looks_like_markup_is_shown_as_it_is(self, run, home):
        write(home, {"a.txt": "[bold]Brann[/bold] :fire: [link=x]i Bodø"})
        assert "[bold]Brann[/bold] :fire: [link=x]i Bodø" in run("translate", "a.txt")[1]

    def test_machines_read_records_one_a_line(self, run, home):
        write(home, {"a.txt": STORY, "b.txt": "To.", "f.jsonl": jsonl({"document_id": "x/1", "text": "Tre."})})
        code, out, _ = run("translate", "a.txt", "b.txt", "f.jsonl", "--json")
        records = [json.loads(line) for line in out.splitlines()]
        assert code == 0
        assert [r["document_id"] for r in records] == ["a", "b", "x/1"]
        assert records[0]["segments"][0]["text"] == "EN Brann i Bodø"

    def test_a_later_text_of_an_address_is_a_revision(self, run, home):
        one = {"document_id": "a", "url": "https://example.org/a", "text": "Et skip gikk på grunn."}
        two = {"document_id": "b", "url": "http://www.example.org/a/?utm_medium=x", "text": "To skip gikk på grunn."}
        write(home, {"f.jsonl": jsonl(one, two)})
        _, out, _ = run("translate", "f.jsonl", "--json")
        first, second = [json.loads(line) for line in out.splitlines()]
        assert first["revision_of"] is None
        assert second["revision_of"] == first["content_sha256"]
        assert second["changes"] == [{"kind": "changed", "segment_id": "p1.s1"}]

    def test_a_bad_file_fails_alone(self, run, home):
        write(home, {"a.txt": STORY, "b.txt": b"\xff\xfe\xfd", "c.txt": "POLISH", "d.txt": "To."})
        code, out, err = run("translate", "a.txt", "b.txt", "c.txt", "d.txt")
        assert code == 1
        assert "EN To." in out
        assert "tidings: b:" in err
        assert "tidings: c: no installed model reads pl; de, nb, nn and en are read (UNSUPPORTED_LANGUAGE)" in err
        code, out, _ = run("translate", "a.txt", "b.txt", "c.txt", "d.txt", "--json")
        records = [json.loads(line) for line in out.splitlines()]
        assert [r["document_id"] for r in records] == ["a", "b", "c", "d"], "a line a document"
        assert [r.get("reason") for r in records] == [None, records[1]["reason"], "UNSUPPORTED_LANGUAGE", None]

    def test_files_of_one_name_are_told_apart(self, run, home):
        write(home, {"x/a.txt": "En.", "y/a.txt": "To."})
        _, out, _ = run("translate", "x/a.txt", "y/a.txt", "--json")
        assert [json.loads(line)["document_id"] for line in out.splitlines()] == ["x/a", "y/a"]

    def test_quiet_says_nothing_but_errors(self, run, home):
        write(home, {"a.txt": STORY, "b.txt": b""})
        assert run("translate", "a.txt", "--quiet")[2] == ""
        assert "EMPTY_DOCUMENT" in run("translate", "b.txt", "--quiet")[2]

    def test_standard_input(self, home):
        done = subprocess.run(
            [sys.executable, "-m", "tests.corpus.fakes", home / "log", "0", "translate", "-", "--json", "--no-cache"],
            input="Brann i Bodø.".encode(),
            capture_output=True,
            cwd=ROOT,
            check=False,
            env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        )
        assert done.returncode == 0, done.stderr
        record = json.loads(done.stdout.decode("utf-8"))
        assert (record["document_id"], record["text"]) == ("stdin", "EN Brann i Bodø.")

    def test_a_reader_that_goes_away_is_no_error_to_shout_about(self, home):
        write(home, {"f.jsonl": jsonl(*({"document_id": str(n), "text": "Ord " * 500} for n in range(100)))})
        command = [
            sys.executable,
            "-m",
            "tests.corpus.fakes",
            home / "log",
            "0",
            "translate",
            home / "f.jsonl",
            "--json",
        ]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 130
        assert process.stderr.read() == b""


class TestSummarize:
    def test_people_read_the_summary(self, run, home):
        write(home, {"a.txt": STORY})
        code, out, err = run("summarize", "a.txt")
        assert code == 0
        assert "EN Brann i Bodø[1]" in out
        assert "[1] source sentence" in out
        assert err == "Small bundled models ran.\n"

    def test_sources_stand_below(self, run, home):
        write(home, {"a.txt": STORY})
        _, out, _ = run("summarize", "a.txt", "--sources")
        assert "p1.s1 EN Brann i Bodø" in out
        assert "\n  Brann i Bodø" in out, "and the original"

    def test_machines_read_records(self, run, home):
        write(home, {"a.txt": STORY, "b.txt": "DULL"})
        code, out, _ = run("summarize", "a.txt", "b.txt", "--json")
        good, bad = (json.loads(line) for line in out.splitlines())
        assert code == 1
        assert good["sentences"][0]["sources"][0]["segment_id"] == "p1.s1"
        assert (bad["stage"], bad["reason"]) == ("summarize", "MODEL_FAILED")

    def test_length_reaches_the_newsroom(self, run, home, opened):
        write(home, {"a.txt": STORY})
        run("summarize", "a.txt", "--length", "40")
        assert opened[-1].settings.summary_length == "40"


class TestDetect:
    NB = "Statsministeren sa at regjeringen ikke vil øke skattene neste år, men at kommunene må spare penger.\n" * 3
    DE = "Der Minister sagte am Freitag, dass die Regierung die Steuern im nächsten Jahr nicht erhöhen werde.\n" * 3

    def test_a_table_for_people(self, run, home, opened):
        write(home, {"nb.txt": self.NB, "de.txt": self.DE})
        code, out, _ = run("detect", "nb.txt", "de.txt")
        assert code == 0
        assert "Norwegian (bokmål)" in out
        assert "German" in out
        assert opened == [], "no translation model is loaded"

    def test_records_for_machines(self, run, home):
        write(home, {"nb.txt": self.NB, "bad.txt": b""})
        code, out, _ = run("detect", "nb.txt", "bad.txt", "--json")
        good, bad = (json.loads(line) for line in out.splitlines())
        assert code == 1
        assert good["source_language_code"] == "nb"
        assert 0 < good["language_confidence"] <= 1
        assert good["candidates"][0]["language_code"] == "nb"
        assert bad["reason"] == "EMPTY_DOCUMENT"

    def test_a_sentence_is_enough(self, run, home):
        write(home, {"a.txt": "Statsministeren reiste til Bergen i går, men kom ikke fram."})
        assert "nb" in run("detect", "a.txt")[1]


class TestCorpus:
    def test_people_read_one_line_and_the_notice(self, run, home):
        write(home, {"in/a.txt": STORY, "in/b.txt": "Brann i byen."})
        code, out, err = run("corpus", "in", "--out", "out")
        assert (code, out) == (0, "")
        line, notice = err.splitlines()
        assert line.startswith("2 documents, 1 event, 4 segments, 4 model calls, 0 failed in ")
        assert line.endswith(" s")
        assert notice == "Small bundled models ran."

    def test_machines_read_the_counts_and_nothing_else(self, run, home):
        write(home, {"in/a.txt": STORY})
        code, out, err = run("corpus", "in", "--out", "out", "--json")
        assert code == 0
        assert out.count("\n") == 1
        assert json.loads(out) == json.loads((home / "out" / "run.json").read_text())["counts"]
        assert "1 document, 1 event" in err

    def test_some_failed_is_exit_code_1_and_everything_else_is_written(self, run, home):
        write(home, {"in/a.txt": STORY, **{f"in/bad{n}.txt": b"" for n in range(7)}})
        code, _, err = run("corpus", "in", "--out", "out")
        assert code == 1
        assert "7 failed" in err
        assert err.count("EMPTY_DOCUMENT") == 5
        assert "and 2 more; they are in out/failures.jsonl" in err
        assert (home / "out" / "translations.jsonl").read_text().count("\n") == 1

    def test_quiet(self, run, home):
        write(home, {"in/a.txt": STORY, "in/b.txt": b""})
        assert run("corpus", "in", "--out", "out", "--quiet") == (1, "", "")

    def test_again_counts_as_resumed(self, run, home):
        write(home, {"in/a.txt": STORY})
        run("corpus", "in", "--out", "out")
        _, out, _ = run("corpus", "in", "--out", "out", "--json")
        assert json.loads(out)["resumed"] == 1

    def test_a_second_run_into_the_same_folder_is_refused(self, run, home):
        from service.corpus.workspace import Workspace

        write(home, {"in/a.txt": STORY})
        with Workspace(home / "out"):
            code, _, err = run("corpus", "in", "--out", "out")
        assert code == 2
        assert "another run is writing to out" in err


class TestCache:
    @pytest.fixture
    def filled(self, home):
        with Cache(home / "home" / "cache.sqlite3", max_bytes=10**9) as cache:
            cache.put_many({str(n): os.urandom(1000) for n in range(100)})
            cache.get_many(["1", "2", "none"])

    def test_stats(self, run, filled):
        code, out, _ = run("cache", "stats")
        assert code == 0
        assert "100" in out
        assert "2 of 3 (67%)" in out
        record = json.loads(run("cache", "stats", "--json")[1])
        assert (record["entries"], record["hits"], record["misses"]) == (100, 2, 1)

    def test_prune(self, run, filled):
        code, out, _ = run("cache", "prune", "--max-size", "25k")
        assert code == 0
        assert "entries removed" in out
        assert json.loads(run("cache", "stats", "--json")[1])["bytes"] <= 25_000

    def test_clear(self, run, filled):
        assert run("cache", "clear")[:2] == (0, "100 entries removed\n")
        assert json.loads(run("cache", "stats", "--json")[1])["entries"] == 0

    def test_a_cache_that_cannot_be_opened_is_named(self, run, home, monkeypatch):
        monkeypatch.setenv("TIDINGS_CACHE_PATH", str(home))
        code, _, err = run("cache", "stats")
        assert code == 2
        assert str(home) in err


class TestModels:
    def test_the_catalogue_for_people(self, run):
        code, out, err = run("models", "list")
        assert code == 0
        lines = out.splitlines()
        assert lines[0].split() == ["Model", "Task", "From", "Licence", "Size", "Here"]
        assert any("tidings-mt-small" in line and "bundled" in line for line in lines)
        column = lines[0].index("Task")
        assert all(line[column - 1] == " " and line[column] != " " for line in lines if "MB" in line), "columns line up"
        assert "tidings models pull" in err

    def test_the_catalogue_for_machines(self, run):
        records = [json.loads(line) for line in run("models", "list", "--json")[1].splitlines()]
        by_id = {r["id"]: r for r in records}
        assert by_id["tidings-mt-small"]["installed"] is True
        assert by_id["Helsinki-NLP/opus-mt-de-en"]["installed"] is False
        assert by_id["Helsinki-NLP/opus-mt-de-en"]["languages"] == ["de"]

    def test_the_recommended_cover_every_language_with_large_models(self):
        from models.repository import ModelRepository
        from service.cli.models import recommended

        specs = recommended(ModelRepository(Path("/nonexistent")).catalog())
        assert not [spec for spec in specs if spec.bundled]
        assert {code for spec in specs if spec.task == "translation" for code in spec.languages} >= {"nb", "nn", "de"}
        assert [spec.task for spec in specs].count("summarization") == 1

    def test_a_bundled_model_is_here_already(self, run):
        code, _, err = run("models", "pull", "tidings-mt-small")
        assert code == 0
        assert "is here already" in err

    def test_what_cannot_be_got_is_exit_code_3(self, run, home):
        code, _, err = run("models", "pull", "Helsinki-NLP/opus-mt-de-en", "--from", str(home / "none"))
        assert code == 3
        assert "Helsinki-NLP/opus-mt-de-en" in err


class TestServe:
    def test_options_reach_the_server(self, run, monkeypatch):
        import service.rpc

        seen = []

        def serve(settings, doors, *, cache):
            seen.append(settings)
            doors.on_start(4711)
            return True

        monkeypatch.setattr(service.rpc, "serve", serve)
        code, out, err = run("serve", "--host", "0.0.0.0", "--port", "0", "--no-reflection", "--json")
        assert code == 0
        assert json.loads(out) == {"host": "0.0.0.0", "port": 4711}
        assert "serving on 0.0.0.0:4711" in err
        assert (seen[0].host, seen[0].port, seen[0].reflection) == ("0.0.0.0", 0, False)
