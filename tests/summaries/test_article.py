"""The summary of one article, with good, bad and no models."""

from __future__ import annotations

import re

import pytest

from models.base import DecodingOptions
from service.domain import Flag, FlagCode, Notice, NoticeKind, ParagraphKind
from service.summaries import ArticleSummarizer, SummaryLength, summary_options
from service.summaries.lexicon import squeezed
from tests.summaries.articles import FERRY, codes, decoder, translated
from tests.summaries.test_select import PLANTED, filler

BRIDGE = (
    "The county, which has to save money this winter, will close the old bridge in Vardnes on 3 March, according to Anna Holm.",
    "About 1,200 cars cross the bridge on a normal day, and the detour through Melbu takes 40 minutes longer than today.",
    "The council did not approve the plan, and the mayor Ola Vik said that “nobody has asked the people who live here”.",
    "Three engineers reportedly warned the county in 2021 that the pillars of the bridge had cracks deeper than ever before.",
    "Farmers on the island must take the ferry to the dairy, which opens at six in the morning during the summer months.",
)

GARBLES = {
    "drops figures": lambda t: re.sub(r"\b\d[\d,]*\b ?", "", t),
    "changes figures": lambda t: re.sub(r"\d", lambda m: str((int(m.group()) + 1) % 10), t),
    "swaps names": lambda t: t.replace("Anna Holm", "Ola Vik~").replace("Ola Vik", "Anna Holm").replace("~", ""),
    "invents a name": lambda t: t.replace("Vardnes", "Hammerfest").replace("Melbu", "Harstad"),
    "loses negation": lambda t: t.replace("did not approve", "approved").replace("nobody has", "everybody has"),
    "loses who said so": lambda t: t.replace(", according to Anna Holm", "").replace(
        "the mayor Ola Vik said that ", ""
    ),
    "loses doubt": lambda t: t.replace("reportedly ", ""),
    "makes plans facts": lambda t: t.replace("will close", "closed"),
    "loses the end": lambda t: " ".join(t.split()[:-4]),
    "loses every other word": lambda t: " ".join(t.split()[::2]),
    "loops": lambda t: f"{t} {t}",
    "shouts": lambda t: t.lower(),
    "makes things up": lambda t: "The prime minister resigned in tears after a night of talks with the king.",
    "says nothing": lambda t: "",
}


def sources_in(summary, article):
    """Every sentence has a source, and each source is a segment of the article as it stands."""
    segments = {(article.document_id, s.segment_id): s for s in article.segments}
    for sentence in summary.sentences:
        assert sentence.sources
        for source in sentence.sources:
            segment = segments[source.document_id, source.segment_id]
            assert (source.text, source.original) == (segment.text, segment.original)
        if FlagCode.EXTRACTIVE in codes(sentence.flags):
            assert sentence.text == squeezed(sentence.sources[0].text)


@pytest.mark.parametrize("garble", GARBLES.values(), ids=GARBLES.keys())
@pytest.mark.parametrize("reads", ["sentence", "document"])
@pytest.mark.parametrize("sentences", [BRIDGE, FERRY], ids=["bridge", "ferry"])
def test_what_a_bad_model_writes_never_reaches_the_reader(sentences, garble, reads):
    article = translated(sentences)
    summary = ArticleSummarizer(decoder(lambda text: [garble(text)], reads=reads)).summarize(article)
    sources_in(summary, article)
    assert summary.sentences
    for sentence in summary.sentences:
        if sentence.text not in sentences:  # a model's own sentence: only where the garbling missed it
            assert sentence.text in garble(" ".join(sentences)) and sentence.text in " ".join(sentences)


@pytest.mark.parametrize("reads", ["sentence", "document"])
def test_a_faithful_copy_is_accepted_or_shown_as_the_source(reads):
    article = translated(BRIDGE)
    summary = ArticleSummarizer(decoder(lambda text: [text], reads=reads)).summarize(article)
    sources_in(summary, article)
    assert {s.text for s in summary.sentences} <= set(BRIDGE)


def test_a_safe_compression_is_shown_as_the_models():
    sentence = (
        "Farmers on the island must now take the small ferry to the dairy, which opens early in the morning in summer."
    )
    wanted = "Farmers on the island must now take the small ferry to the dairy."
    summary = ArticleSummarizer(decoder(lambda text: [wanted], reads="sentence")).summarize(translated([sentence]))
    (made,) = summary.sentences
    assert made.text == wanted
    assert FlagCode.EXTRACTIVE not in codes(made.flags)
    assert made.sources[0].text.strip() == sentence


def test_the_first_try_that_passes_is_taken():
    sentence = (
        "Farmers on the island must now take the small ferry to the dairy, which opens early in the morning in summer."
    )
    tries = [
        "Farmers must take.",
        "Fishers on the island must take the ferry.",
        sentence.split(",", maxsplit=1)[0] + ".",
    ]
    summary = ArticleSummarizer(decoder(lambda text: tries, reads="sentence")).summarize(translated([sentence]))
    assert summary.text == tries[2]


def test_a_short_sentence_is_not_asked_about():
    made = decoder(lambda text: ["No."], reads="sentence")
    summary = ArticleSummarizer(made).summarize(translated(["The mill in Vardnes burnt down on Sunday."]))
    assert made.engine.calls == []
    assert summary.text == "The mill in Vardnes burnt down on Sunday."


@pytest.mark.parametrize("reads", ["sentence", "document"])
def test_one_decode_call_a_document_in_the_order_of_the_text(reads):
    made = decoder(lambda text: [text], reads=reads)
    ArticleSummarizer(made).summarize(translated(BRIDGE))
    (asked,) = made.engine.calls
    places = [" ".join(BRIDGE).index(text) for text in asked]
    assert places == sorted(places)


def test_a_sentence_too_long_for_the_model_is_told_as_it_stands():
    sentence = "The council voted " + "and argued about the bridge " * 20 + "until midnight."
    made = decoder(lambda text: [text], reads="sentence", max_input_tokens=40)
    assert ArticleSummarizer(made).summarize(translated([sentence])).text == sentence
    whole = decoder(lambda text: [text], reads="document", max_input_tokens=40)
    assert ArticleSummarizer(whole).summarize(translated([sentence])).text == sentence


def test_without_a_model_the_provenance_says_so_and_every_sentence_is_its_source():
    article = translated(FERRY, title="Ferry runs aground")
    summary = ArticleSummarizer(None).summarize(article)
    sources_in(summary, article)
    assert summary.provenance is not None
    assert (summary.provenance.model_id, summary.provenance.engine) == ("extractive", "tidings")
    assert all(FlagCode.EXTRACTIVE in codes(s.flags) for s in summary.sentences)
    order = [FERRY.index(s.text) for s in summary.sentences]
    assert order == sorted(order)


@pytest.mark.parametrize("reads", ["sentence", "document"])
def test_with_a_model_the_provenance_is_what_it_was_decoded_with(reads):
    made = decoder(lambda text: [text], reads=reads)
    summary = ArticleSummarizer(made, length=SummaryLength(50)).summarize(translated(FERRY))
    options = summary_options(made.engine.spec, SummaryLength(50))
    assert summary.provenance == made.provenance(options)
    assert options != DecodingOptions()


def test_doubts_about_a_source_travel_to_its_sentence_once():
    doubt = Flag(FlagCode.NUMBER, "214 -> 241")
    informing = Flag(FlagCode.REPAIRED, "decoded again")
    article = translated(FERRY[:1], flags={0: (doubt, doubt, informing)})
    (sentence,) = ArticleSummarizer(None).summarize(article).sentences
    assert [f for f in sentence.flags if f.code is FlagCode.NUMBER] == [doubt]
    assert FlagCode.REPAIRED not in codes(sentence.flags)


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("The ministers will sign the treaty in Bergen on 17 January.", True),
        ("The ministers signed the treaty in Bergen on 17 January.", False),
    ],
)
def test_what_is_only_planned_is_flagged(text, planned):
    (sentence,) = ArticleSummarizer(None).summarize(translated([text])).sentences
    assert (FlagCode.PLANNED in codes(sentence.flags)) is planned


def test_title_and_notices_are_the_articles_own():
    notice = Notice(NoticeKind.CORRECTION, "An earlier version named another ferry.", "En tidligere versjon …")
    article = translated(FERRY, title="Ferry runs aground")
    article = type(article)(**{f: getattr(article, f) for f in article.__dataclass_fields__} | {"notices": (notice,)})
    summary = ArticleSummarizer(None).summarize(article)
    assert (summary.document_id, summary.title, summary.notices) == ("a", "Ferry runs aground", (notice,))
    assert "An earlier version" not in summary.text


@pytest.mark.parametrize("reads", [None, "sentence", "document"])
def test_captions_headings_and_untranslated_segments_are_never_sources(reads):
    kinds = {0: ParagraphKind.CAPTION, 1: ParagraphKind.HEADING}
    flags = {4: (Flag(FlagCode.UNTRANSLATED),)}
    made = decoder(lambda text: [text], reads=reads) if reads else None
    summary = ArticleSummarizer(made, length=SummaryLength(300)).summarize(translated(FERRY, kinds=kinds, flags=flags))
    used = {source.segment_id for s in summary.sentences for source in s.sources}
    assert used
    assert not used & {"p1.s1", "p2.s1", "p5.s1"}


@pytest.mark.parametrize("reads", [None, "sentence", "document"])
def test_an_article_without_english_text_has_an_empty_summary(reads):
    made = decoder(lambda text: [text], reads=reads) if reads else None
    article = translated(FERRY[:1], flags={0: (Flag(FlagCode.UNTRANSLATED),)})
    assert ArticleSummarizer(made).summarize(article).sentences == ()


def last_sentences(text: str) -> list[str]:
    """Tries of a model that always tells the end of what it reads."""
    return [" ".join(re.split(r"(?<=\.) ", text)[-2:])]


def test_a_document_model_reads_a_long_article_to_its_end():
    article = translated([*filler(420), PLANTED])
    made = decoder(last_sentences, reads="document", max_input_tokens=600)
    summary = ArticleSummarizer(made).summarize(article)
    sources_in(summary, article)
    assert PLANTED in summary.text
    sections, fusion = made.engine.calls
    assert len(sections) > 1
    assert len(fusion) == 1


def test_of_a_text_beyond_all_sections_the_planted_end_is_still_read():
    article = translated([*filler(3000), PLANTED], title="Vardnes closes the Nordlys cannery")
    made = decoder(last_sentences, reads="document", max_input_tokens=100)
    summary = ArticleSummarizer(made).summarize(article)
    assert PLANTED in summary.text
    assert len(made.engine.calls) == 2


@pytest.mark.parametrize("reads", [None, "sentence", "document"])
def test_the_same_article_gives_the_same_summary(reads):
    def once():
        made = decoder(last_sentences, reads=reads) if reads else None
        return ArticleSummarizer(made).summarize(translated([*filler(60), *BRIDGE]))

    assert once() == once()
