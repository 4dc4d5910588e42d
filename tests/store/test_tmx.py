"""Pairs from and for other tools: what is read, what is kept, what is refused, and never more than a unit at a time."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from service.errors import InvalidInputError
from service.store import TranslationMemory
from service.store.tmx import read_tmx, write_tmx
from service.store.translation_memory_pairs import Origin
from service.store.tsv import read_tsv

ROOT = Path(__file__).resolve().parents[2]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><header srclang="nb"/>'


def unit(source="Ferja la til kai.", target="The ferry docked.", code="nb-NO", attributes=""):
    return (
        f'<tu {attributes}><tuv xml:lang="{code}"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="en-GB"><seg>{target}</seg></tuv></tu>'
    )


def read(*units, head=HEAD, tail="</body></tmx>", encoding="utf-8"):
    text = f"{head}<body>\n" + "\n".join(units) + f"\n{tail}"
    return list(read_tmx(io.BytesIO(text.encode(encoding)), author="Desk", name="old.tmx"))


def one(*units, **more):
    (found,) = read(*units, **more)
    return found


class TestRead:
    def test_a_pair_with_who_and_when(self):
        about = 'creationid="Anna" creationdate="20240131T120000Z" changeid="Per" changedate="20240201T080000Z"'
        (proposal,) = one(unit(attributes=about)).proposals
        assert (proposal.original, proposal.text, proposal.language_code) == (
            "Ferja la til kai.", "The ferry docked.", "nb",
        )  # fmt: skip
        assert (proposal.author, proposal.recorded_at, proposal.origin) == ("Anna", "2024-01-31T12:00:00Z", Origin.TMX)
        assert proposal.note == "imported from old.tmx, changed by Per at 2024-02-01T08:00:00Z"

    def test_where_nobody_is_named_the_importer_s_word_stands(self):
        assert one(unit()).proposals[0].author == "Desk"

    @pytest.mark.parametrize(
        ("tag", "code"),
        [("nb", "nb"), ("NN-no", "nn"), ("no", "no"), ("de_AT", "de"), ("DA", "da"), ("sv-SE", "sv")],
    )
    def test_language_tags_in_all_their_spellings(self, tag, code):
        assert one(unit(code=tag)).proposals[0].language_code == code

    def test_every_source_language_of_a_unit_is_a_pair(self):
        german = '<tuv xml:lang="de"><seg>Die Fähre legte an.</seg></tuv></tu>'
        found = one(unit().replace("</tu>", german))
        assert [(p.language_code, p.text) for p in found.proposals] == [
            ("nb", "The ferry docked."),
            ("de", "The ferry docked."),
        ]

    def test_a_unit_of_other_languages_is_left_and_no_fault(self):
        found = one(unit(code="fr-FR"))
        assert (found.proposals, found.fault) == ((), None)

    @pytest.mark.parametrize(
        ("segment", "text"),
        [
            ("Les <bpt i='1'>&lt;b&gt;</bpt>mer<ept i='1'>&lt;/b&gt;</ept> her.", "Les mer her."),
            ("Trykk <ph>{1}</ph>knappen nå.", "Trykk knappen nå."),
            ("Et <hi type='b'>viktig <ph/>ord</hi> her.", "Et viktig ord her."),
            ("Se note<ph>x<sub>Ikke med.</sub></ph> tre.", "Se note tre."),
        ],
    )
    def test_inline_tags_are_left_out_and_that_is_said(self, segment, text):
        found = one(unit(source=segment))
        assert (found.proposals[0].original, found.flattened) == (text, True)
        assert not one(unit()).flattened

    def test_line_breaks_of_the_file_are_spaces(self):
        assert one(unit(source="Ferja\n    la til.")).proposals[0].original == "Ferja la til."

    def test_utf_16_as_many_tools_write_it(self):
        found = one(unit(source="Blåbær på fjøsen."), head=HEAD.replace("UTF-8", "UTF-16"), encoding="utf-16")
        assert found.proposals[0].original == "Blåbær på fjøsen."


class TestFaults:
    @pytest.mark.parametrize(
        ("bad", "says"),
        [
            (unit(target=""), "text is ''"),
            (unit(source="a" * 5001), "5,001"),
            (unit(attributes='creationdate="yesterday"'), "'yesterday'"),
            (unit().replace('xml:lang="nb-NO"', ""), "no xml:lang"),
            ('<tu><tuv xml:lang="nb"/><tuv xml:lang="en"><seg>A word.</seg></tuv></tu>', "no <seg>"),
            (unit(source="Ferja&nbsp;la til."), "&nbsp;"),
        ],
    )
    def test_a_bad_unit_is_told_with_its_line_and_the_rest_is_read(self, bad, says):
        first, second, third = read(unit(), bad, unit())
        assert second.proposals == ()
        assert says in second.fault
        assert second.line == first.line + 1 == 5
        assert len(first.proposals) == len(third.proposals) == 1

    def test_a_line_beyond_the_reach_of_sixteen_bits(self):
        *_, last = read("\n" * 70_000, unit(target=""))
        assert last.line == 70_005

    def test_where_the_xml_breaks_what_stands_above_is_read(self):
        first, second = read(unit(), "<tu><tuv>", tail="")
        assert len(first.proposals) == 1
        assert "stands below was not read" in second.fault
        assert second.line >= 5

    @pytest.mark.parametrize("text", ["", "not xml", "<xliff><file/></xliff>", "<x><tu/></x>"])
    def test_another_kind_of_file_is_refused(self, text):
        with pytest.raises(InvalidInputError, match=r"old\.tmx") as caught:
            list(read_tmx(io.BytesIO(text.encode()), author="Desk", name="old.tmx"))
        assert caught.value.reason == "NOT_TMX"

    @pytest.mark.parametrize(
        "entity",
        ['<!ENTITY a "lol">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a SYSTEM "http://example.org/x">'],
    )
    def test_a_file_that_declares_entities_is_refused_before_a_pair_of_it_is_read(self, entity):
        head = HEAD.replace('SYSTEM "tmx14.dtd"', f"[{entity}]")
        with pytest.raises(InvalidInputError, match="declares entities") as caught:
            read(unit(source="Sak &a;."), head=head)
        assert caught.value.reason == "UNSAFE_XML"

    def test_a_large_file_is_read_a_unit_at_a_time(self, tmp_path):
        file = tmp_path / "large.tmx"
        with file.open("w", encoding="utf-8") as out:
            out.write(HEAD + "<body>\n")
            for n in range(10_000):
                out.write(unit(source=f"Sak nummer {n} kom opp i dag. " + "a" * 2_000) + "\n")
            out.write("</body></tmx>")
        script = (
            "import resource, sys\nfrom service.store.tmx import read_tmx\n"
            "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\nbefore = peak()\n"
            "with open(sys.argv[1], 'rb') as stream:\n"
            "    count = sum(len(u.proposals) for u in read_tmx(stream, author='a', name='b'))\n"
            "print(count, peak() - before)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, file], cwd=ROOT, capture_output=True, text=True, check=True
        )
        count, megabytes = map(int, done.stdout.split())
        assert count == 10_000
        assert megabytes < 10, f"for a file of {file.stat().st_size // 1_000_000} MB"


class TestWrite:
    def test_what_is_written_is_read_again_with_all_it_says(self, tmp_path):
        about = 'creationid="Anna &amp; Bo" creationdate="20240131T120000Z"'
        place = '<prop type="x-tidings-document">sport/17</prop><prop type="x-tidings-segment">p1.s2</prop>'
        source = unit(source="A &lt; B &amp; «C».", target='"A" < B'.replace("<", "&lt;"), attributes=about)
        (proposal,) = one(source.replace("<tuv", f"{place}<tuv", 1)).proposals
        with TranslationMemory(tmp_path / "memory.sqlite3") as memory:
            memory.add([proposal], reviewer="Kari")
            out = io.StringIO()
            assert write_tmx(out, memory.approved(), version="1") == 1
            again = io.StringIO()
            write_tmx(again, memory.approved(), version="1")
        assert out.getvalue() == again.getvalue()
        (back,) = next(read_tmx(io.BytesIO(out.getvalue().encode()), author="x", name="old.tmx")).proposals
        assert (back.original, back.text, back.author, back.recorded_at, back.document_id, back.segment_id) == (
            "A < B & «C».", '"A" < B', "Anna & Bo", "2024-01-31T12:00:00Z", "sport/17", "p1.s2",
        )  # fmt: skip
        assert ", changed by Kari at " in back.note

    def test_an_empty_memory_is_an_empty_tmx(self):
        out = io.StringIO()
        assert write_tmx(out, [], version="1") == 0
        assert list(read_tmx(io.BytesIO(out.getvalue().encode()), author="x", name="a")) == []


class TestTsv:
    def read(self, data):
        return list(read_tsv(io.BytesIO(data), language_code="de", author="Desk", name="old.tsv"))

    def test_a_line_is_a_pair(self):
        (found,) = self.read("\ufeffDie Fähre legte an.\tThe ferry docked.\r\n\n".encode())
        (proposal,) = found.proposals
        assert (proposal.original, proposal.text, proposal.language_code, proposal.origin) == (
            "Die Fähre legte an.", "The ferry docked.", "de", Origin.TSV,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("line", "says"),
        [(b"one column", "1 columns"), (b"a\tb\tc", "3 columns"), (b"\xe6\tb", "UTF-8"), (b"a\t-", "text")],
    )
    def test_a_bad_line_is_told_with_its_number_and_the_rest_is_read(self, line, says):
        bad, good = self.read(line + b"\nEin Wort.\tA word.\n")
        assert says in bad.fault
        assert (bad.line, len(good.proposals)) == (1, 1)
