"""HTML in, HTML out, with a fake engine: what is kept, what is read, and where tags go."""

from __future__ import annotations

import random
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base import DecodingOptions, Link
from service.batching import Decoder, Meter
from service.domain import TermKind
from service.errors import InvalidInputError
from service.store import MemoryCache
from service.text.detection import LanguageDetector
from service.translation import Router
from service.translation.glossary import Glossary, Term
from service.translation.html import HtmlTranslation, HtmlTranslator
from service.translation.html.tokens import tokenize
from service.translation.segments import SegmentTranslator
from tests.fakes import FakeEngine

DETECTOR = LanguageDetector()


def translator(engine: FakeEngine, **more) -> HtmlTranslator:
    decoder = Decoder(engine, MemoryCache(), Meter())
    router = Router(dict.fromkeys(("nb", "nn", "de"), decoder))
    return HtmlTranslator(router, DETECTOR, SegmentTranslator(DecodingOptions(), repair=False), **more)


def english(html: str, answers: dict[str, str] | None = None, code: str | None = "nb", **more) -> HtmlTranslation:
    """Translated by a dictionary of sentences; words in capitals where it has none."""
    engine = FakeEngine(lambda text: (answers or {}).get(text, text.upper()))
    return translator(engine).translate(html, code, **more)


PAGE = """<!DOCTYPE html>
<!-- forside -->
<html lang='nb-NO' class=no-js>
<head><meta charset=utf-8><title>Ny bro &amp; ny vei</title>
<meta name="description" content="Byen får ny bro."><meta name=viewport content="bred skjerm">
<link rel=stylesheet href=/stil.css title="stil"><style>p > a { color: red }</style>
<script>if (a < b) { skriv("ikke rør") }</script></head>
<body onload='start("nå")'>
  <nav><ul><li><a href="/nyheter?a=1&b=2">nyheter</a><li><a href='/sport'>sport</a></ul></nav>
  <h1>byen får<br/>ny bro</h1>
  <p>broen er <a href="https://x.example/?id=1&amp;q=å" CLASS=lenke>ny</a> og <b>fin</b>.</p>
  <table><tr><th>vær</th><td>regn &aring; vind</td></tr></table>
  <img src="a.png" alt='en "bro" i byen'><input type=submit value="send inn"><input value="kari vik" placeholder=navn>
  <select><option value="1">en bil</option></select><textarea>ikke rør</textarea>
  <pre>ikke   rør</pre><div translate="no">ikke rør</div><p class="x notranslate">ikke <b>rør</b></p>
  <figure><svg><title>kart</title><path d="M0 0"/></svg><figcaption>bilde av broen</figcaption></figure>
  <dl><dt>pris</dt><dd>100&nbsp;kroner</dd></dl><button title="lukk vinduet">lukk</button>
</body></html>
"""


def test_all_that_people_read_is_english_and_nothing_else_is_touched():
    made = english(PAGE).html
    expected = PAGE
    for before, after in [
        ("lang='nb-NO'", "lang='en'"),
        (">Ny bro &amp; ny vei<", ">NY BRO &amp; NY VEI<"),
        ('"Byen får ny bro."', '"BYEN FÅR NY BRO."'),
        (">nyheter<", ">NYHETER<"),
        (">sport<", ">SPORT<"),
        ("byen får<br/>ny bro", "BYEN FÅR<br/> NY BRO"),
        ("broen er <a", "BROEN ER <a"),
        (">ny</a> og <b>fin</b>.", ">NY</a> OG <b>FIN</b>."),
        (">vær<", ">VÆR<"),
        (">regn &aring; vind<", ">REGN Å VIND<"),
        ("""alt='en "bro" i byen'""", """alt='EN "BRO" I BYEN'"""),
        ('"send inn"', '"SEND INN"'),
        ("placeholder=navn", 'placeholder="NAVN"'),
        (">en bil<", ">EN BIL<"),
        (">bilde av broen<", ">BILDE AV BROEN<"),
        (">pris<", ">PRIS<"),
        (">100&nbsp;kroner<", ">100 KRONER<"),
        ('"lukk vinduet">lukk<', '"LUKK VINDUET">LUKK<'),
    ]:
        assert expected.count(before) == 1, before
        expected = expected.replace(before, after)
    assert made == expected


def test_a_page_in_english_comes_out_byte_for_byte():
    page = "<html lang=en><p>This is what the <b >mayor</b> of the town said on Friday &mdash; no more.</P>\r\n<br/>"
    done = english(page, code=None)
    assert (done.html, done.source_language_code, done.provenance) == (page, "en", None)
    assert [s.segment_id for s in done.segments] == ["u1.s1"]


def test_an_english_paragraph_in_a_norwegian_page_is_not_written_anew():
    english_part = "<p lang='en'>The mayor said that  <i>nothing</i> would be done about it &hellip; this year.</p>"
    page = (
        f"<p lang=no>Ordføreren sa at det ikke var noe å gjøre med saken i år.</p>{english_part}<q lang=fr>Bonjour</q>"
    )
    made = english(page, code=None).html
    assert english_part in made
    assert made.startswith('<p lang="en">ORDFØREREN')
    assert "<q lang=fr>" in made


ALIGNED = [
    # what it shows, HTML, the English of each sentence by its text, expected
    ("words move", "<p>a <b>en</b> to</p>", {"a en to": "a to en"}, "<p>a to <b>en</b></p>"),
    ("a link's address", '<p><a href="?a=1&b=å">en</a> to</p>', {"en to": "to en"}, '<p>to <a href="?a=1&b=å">en</a></p>'),
    ("nested", "<p>x <b>en <i>to</i></b> y</p>", {"x en to y": "x to en y"}, "<p>x <b><i>to</i> en</b> y</p>"),
    ("a whole sentence", "<p><b>En to.</b> Tre fire.</p>", {"En to.": "To en da."}, "<p><b>To en da.</b> TRE FIRE.</p>"),
    ("a whole unit", "<p><em>en, to.</em></p>", {"en, to.": "“to en”."}, '<p><em>"to en".</em></p>'),
    ("two sentences", "<p>x <b>En to. Tre</b> y.</p>", {"x En to.": "x En to."}, "<p>x <b>En to. TRE</b> Y.</p>"),
    ("the stop stays outside", "<p>x <b>en</b>.</p>", {"x en.": "x en."}, "<p>x <b>en</b>.</p>"),
    ("marks that were inside", "<p>x <b>en!</b> y</p>", {"x en! y": "y en! x"}, "<p>y <b>en!</b> x</p>"),
    ("brackets", "<p>x <i>(en)</i> y</p>", {"x (en) y": "(en) x y"}, "<p><i>(en)</i> x y</p>"),
    ("space within tags", "<p>x<b> en </b>y</p>", {"x en y": "en x y"}, "<p><b>en</b> x y</p>"),
    ("a footnote mark", "<p>x en<sup>1</sup> y</p>", {"x en y": "en x y"}, "<p>en<sup>1</sup> x y</p>"),
    ("at the end", "<p>x en.<sup><a href=#n>2</a></sup></p>", {"x en.": "en x."}, "<p>en x.<sup><a href=#n>2</a></sup></p>"),
    ("an icon", "<p>x <img src=i> en y</p>", {"x en y": "y en x"}, "<p>y <img src=i> en x</p>"),
    ("an icon in a link", "<p>x <a><i class=i></i> en</a></p>", {"x en": "en x"}, "<p><a><i class=i></i> en</a> x</p>"),
    ("a comment", "<p>x <!-- c -->en y</p>", {"x en y": "en x y"}, "<p><!-- c -->en x y</p>"),
    ("lines", "<p>en to<br>\nTre <b>fire</b></p>", {"Tre fire": "fire Tre"}, "<p>EN TO<br>\n<b>Fire</b> Tre</p>"),
    ("a line that goes on", "<p>en to<br>tre</p>", {"en to tre": "x en tre to"}, "<p>x en tre<br> to</p>"),
    ("code is copied", "<p>x <code>a &lt; B9</code> y</p>", {}, "<p>X <code>a &lt; B9</code> Y</p>"),
    ("a part of a word", "<p>x CO<sub>2</sub> y</p>", {"x CO2 y": "y CO2 x"}, "<p>y CO<sub>2</sub> x</p>"),
    ("entities", "<p>x <b>en &amp; to</b> &lt;y</p>", {}, "<p>X <b>EN &amp; TO</b> &lt;Y</p>"),
    ("a misnested pair stays", "<p>x <b>en <i>to</b> tre</i></p>", {}, "<p>X <b>EN <i>TO</b> TRE</i></p>"),
    ("an unclosed element stays", "<p>x <b>en<p>to", {}, "<p>X <b>EN<p>TO"),
    ("a link around blocks", "<a href=x><h2>en to</h2><p>tre</p></a>", {}, "<a href=x><h2>EN TO</h2><p>TRE</p></a>"),
    ("a fragment of text", "en <b>to</b>", {}, "EN <b>TO</b>"),
    ("white space around", "<p>\n  en\n  to\n</p>", {}, "<p>\n  EN TO\n</p>"),
    ("a link stays visible", "<p>x <a href=u>en</a></p>", {"x en": "x"}, "<p><a href=u>x</a></p>"),
    ("two halves, one word", "<p><b>tar</b> x <b>an</b></p>", {"tar x an": "tar x"}, "<p><b><b>tar</b></b> x</p>"),
]  # fmt: skip


class Words(FakeEngine):
    """Aligns equal words, and no others."""

    def align(self, sources, targets):
        out = []
        for source, target in zip(sources, targets, strict=True):
            there = {m.group().lower(): m.span() for m in re.finditer(r"\w+", source)}
            out.append(
                tuple(
                    Link(*there[m.group().lower()], *m.span(), 1.0)
                    for m in re.finditer(r"\w+", target)
                    if m.group().lower() in there
                )
            )
        return out


@pytest.mark.parametrize(("html", "answers", "expected"), [row[1:] for row in ALIGNED], ids=[row[0] for row in ALIGNED])
def test_tags_go_with_their_words(html, answers, expected):
    engine = Words(lambda text: answers.get(text, text.upper()))
    assert translator(engine).translate(html, "nb").html == expected


def test_a_model_is_asked_to_align_only_where_a_tag_stands_within_a_segment():
    engine = FakeEngine()
    page = "<h1><a href=x>En to tre.</a></h1><p><b>Fire fem.</b> Seks sju.<br>Åtte ni.</p><p>Ti elleve.<sup>1</sup></p>"
    translator(engine).translate(page, "nb")
    assert not [call for call in engine.calls if any(" = " in text for text in call)]
    translator(engine).translate(f"{page}<p>Tolv <i>tretten</i>.</p>", "nb")
    assert [call for call in engine.calls if any(" = " in text for text in call)] == [
        ["Tolv tretten. = EN Tolv tretten."]
    ]


def test_alignments_are_kept_in_the_cache():
    engine = FakeEngine()
    meter = Meter()
    decoder = Decoder(engine, MemoryCache(), meter)
    pages = HtmlTranslator(Router({"nb": decoder}), DETECTOR, SegmentTranslator(DecodingOptions(), repair=False))
    first = pages.translate("<p>En <b>to</b> tre.</p>", "nb")
    calls = meter.model_calls
    assert pages.translate("<p>En <b>to</b> tre.</p>", "nb") == first
    assert meter.model_calls == calls == 2


def test_segments_are_listed_without_tags_in_the_order_of_the_page():
    made = english('<p title="to">En <b>to</b>. Tre.</p><img alt="fire"><p>fem</p>')
    assert [(s.segment_id, s.original, s.text) for s in made.segments] == [
        ("u1.s1", "to", "TO"),
        ("u2.s1", "En to.", "EN TO."),
        ("u2.s2", "Tre.", "TRE."),
        ("u3.s1", "fire", "FIRE"),
        ("u4.s1", "fem", "FEM"),
    ]
    assert made.provenance is not None


def test_addresses_come_through_byte_for_byte():
    page = '<p>skriv til <a href="mailto:Kari@x.example">Kari@x.example</a> om #Bro hos @kari: <a href=u>https://x.example/Bro?a=1&amp;b=2</a></p>'
    made = english(page).html
    assert '<a href="mailto:Kari@x.example">Kari@x.example</a>' in made
    assert "<a href=u>https://x.example/Bro?a=1&amp;b=2</a>" in made
    assert "#Bro" in made and "@kari" in made


def test_what_is_marked_as_not_to_be_translated_is_protected_in_its_sentence():
    made = english('<p>i <span translate="no">Ukens Sak</span> sto det noe</p>')
    assert made.html == '<p>I <span translate="no">Ukens Sak</span> STO DET NOE</p>'
    assert [(t.use.kind, t.use.source, t.use.applied) for t in made.terms] == [(TermKind.PROTECTED, "Ukens Sak", True)]


def test_a_glossary_counts_in_html():
    glossary = Glossary.of([Term("tingretten", "the District Court", "nb")])
    made = translator(FakeEngine(lambda text: text.replace("tingretten", "the court")))
    done = made.translate("<p>saken er i <b>tingretten</b> nå</p>", "nb", glossary)
    assert done.html == "<p>saken er i <b>the District Court</b> nå</p>"
    assert done.terms[0].use.applied and "glossary:" in (done.provenance.signature if done.provenance else "")


REFUSED = [
    ("EMPTY_DOCUMENT", "", "nb"),
    ("EMPTY_DOCUMENT", "<p> <img src=x> 12 </p><script>ord</script>", "nb"),
    ("EMPTY_DOCUMENT", "<html translate=no><p>ord</p></html>", "nb"),
    ("UNSUPPORTED_LANGUAGE", "<p>Bonjour tout le monde, comment allez-vous?</p>", "fr"),
    ("UNSUPPORTED_LANGUAGE", "<p>ord</p>", "klingonsk"),
    ("TOO_LONG", f"<p>{'ord ' * 50}</p>", "nb"),
]


@pytest.mark.parametrize(("reason", "html", "code"), REFUSED)
def test_refusals_name_their_reason(reason, html, code):
    with pytest.raises(InvalidInputError) as caught:
        translator(FakeEngine(), max_bytes=150).translate(html, code)
    assert caught.value.reason == reason


# Random pages: whatever the translation and the alignment say, no element is lost, doubled, crossed or changed.

WORDS = st.sampled_from(["en", "to", "tre", "bil", "Oslo", "12", "å,", "ord.", "4,5", "«sa»", "x&amp;y", "nei!", "a/b"])
POINTS = st.sampled_from(
    ["<br>", "<img src='a.png'>", "<!-- c -->", "<sup>1</sup>", "<wbr>", "<i class=icon></i>", "<code>K9</code>"]
)
INLINE = st.recursive(
    st.one_of(WORDS, POINTS),
    lambda inner: st.builds(
        lambda tag, content, space: f"<{tag} data-n=N>{space}{' '.join(content)}</{tag}>",
        st.sampled_from(["b", "i", "em", "span", "strong"]),
        st.lists(inner, min_size=1, max_size=4),
        st.sampled_from(["", " "]),
    ),
    max_leaves=12,
)
PAGES = st.lists(st.lists(INLINE, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=3)


class Chance(FakeEngine):
    """Says and aligns anything at all, the same for the same text."""

    def __init__(self) -> None:
        super().__init__(self._said)

    def _said(self, text: str) -> str:
        words = text.split()
        dice = random.Random(text)
        dice.shuffle(words)
        return " ".join(words[: dice.randint(1, len(words))] + ["more"] * dice.randint(0, 2))

    def align(self, sources, targets):
        dice = random.Random(repr(sources))
        spans = [
            [[m.span() for m in re.finditer(r"\w+", text)] for text in pair]
            for pair in zip(sources, targets, strict=True)
        ]
        return [
            tuple(Link(*s, *t, dice.random()) for s in here for t in there if dice.random() < 0.5)
            for here, there in spans
        ]


class Read(HTMLParser):
    """Tags, attributes, comments and text; refuses what is not well-formed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.said = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found[f"<{tag} {attrs}>"] += 1
        if tag not in ("br", "img", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        self.found[f"<!--{data}-->"] += 1

    def handle_data(self, data):
        if not {"sup", "code"} & set(self.open):
            self.said += data


@given(PAGES)
@settings(max_examples=60, deadline=None)
def test_no_page_loses_doubles_or_crosses_an_element(paragraphs):
    numbers = iter(range(10_000))
    page = re.sub("=N", lambda _: f"=x id=n{next(numbers)}", "".join(f"<p>{text}</p>" for text in paragraphs))
    if not any(c.isalpha() for c in Read(page).said):
        return
    made = translator(Chance()).translate(page, "nb")
    before, after = Read(page), Read(made.html)
    assert after.found == before.found
    plain = "".join("".join(s.text for s in made.segments).split())
    assert "".join(after.said.split()).replace("K9", "") == plain.replace("K9", "")


@given(st.text(alphabet="<>/!-ab \"'=&;\n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_tokens_are_the_page_byte_for_byte(text):
    assert "".join(token.raw for token in tokenize(text)) == text


PARTS = st.sampled_from(["<b>", "</b>", "<p>", "</p>", "<a href=x>", "</a>", "ord ", "en. ", "<br>", "<td>", "</i>"])


@given(st.lists(PARTS, max_size=25))
@settings(max_examples=80, deadline=None)
def test_malformed_pages_keep_every_tag(parts):
    page = "".join(parts)
    if not any("o" in p or "e" in p for p in parts if p[0] != "<"):
        return
    made = translator(Chance()).translate(page, "nb").html
    tags = lambda html: Counter(re.findall("<[^>]*>", html))  # noqa: E731
    assert tags(made) == tags(page)
