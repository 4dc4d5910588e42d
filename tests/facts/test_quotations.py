"""Quotations in every convention, one row a case."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.facts.quotations import find_quotations

CASES = [
    ("en", "“We are ready,” said the mayor, “and willing.”", ["We are ready", "and willing."], "curly, interrupted"),
    ("en", 'She said "yes" and then "no".', ["yes", "no"], "straight"),
    ("en", "a ‘full agreement’ on the leaders’ terms", ["full agreement"], "single marks beside a plural genitive"),
    ("en", "the ‘leaders’ meeting’ ended", ["leaders’ meeting"], "an apostrophe inside single marks"),
    (
        "en",
        "The ‘parking fines’ were sent out. The mayors’ union objected, and it’s not over for the drivers’ club.",
        ["parking fines"],
        "a short term that ends in s, a genitive in the next sentence",
    ),
    (
        "en",
        "They called the ‘parking fines’ one of many ‘dirty tricks’ in town. The drivers’ club agreed.",
        ["parking fines", "dirty tricks"],
        "two terms that end in s",
    ),
    (
        "en",
        "He got a bill for 'parking fines' sent by the town. Later it spoke of 'mistakes' and of 'bad luck', a clerk said.",
        ["parking fines", "mistakes", "bad luck"],
        "straight marks, the next sentence opens one",
    ),
    (
        "en",
        "the 'drivers' club' met. The mayors' union did not.",
        ["drivers' club"],
        "straight, a partner in the sentence",
    ),
    (
        "en",
        "'Drivers' rights come first. We will go on,' he said.",
        ["Drivers' rights come first. We will go on"],
        "speech that begins a sentence is no term",
    ),
    ("en", "the ‘drivers’ club’ met. The mayors’ union did not.", ["drivers’ club"], "a partner in the sentence"),
    (
        "en",
        "‘We want to see the drivers’ rights kept. We will go on,’ he said.",
        ["We want to see the drivers’ rights kept. We will go on"],
        "a genitive in a longer quotation over two sentences",
    ),
    (
        "en",
        "‘No. It is theirs’ is what the drivers’ club said. So be it.’",
        ["No. It is theirs’ is what the drivers’ club said. So be it."],
        "a sentence end inside",
    ),
    ("en", "‘We can’t stay,’ he said", ["We can’t stay"], "a contraction inside single marks"),
    ("en", "It's Iran's plan, he's said, 'not ours'", ["not ours"], "apostrophes are no marks"),
    ("en", "He said “they “never” answer” twice", ["they “never” answer"], "nested in its own kind"),
    ("en", "He said “they ‘never’ answer”.", ["they ‘never’ answer"], "nested in another kind"),
    ("en", "rock 'n' roll of the '60s", [], "letters left out"),
    ("en", '5" pipes and 6" bolts', [], "inches"),
    ("en", "An opening “mark alone\nand nothing", [], "unbalanced: opened"),
    ("en", "A closing mark” alone", [], "unbalanced: closed"),
    ("en", "“First paragraph.\n“Second one.”", ["First paragraph.", "Second one."], "a quotation over two paragraphs"),
    ("en", "“”", [], "empty"),
    ("de", "Er sagte: „Wir bleiben.“ Mehr nicht.", ["Wir bleiben."], "German low-high"),
    ("de", "Er rief »Halt« und sagte ‚gut‘.", ["Halt", "gut"], "guillemets pointing in, single German"),
    ("de", 'Sie sagte „ja" und ging', ["ja"], "closed by a straight mark"),
    ("nb", 'Møtet het «Fred – nå» og "mer".', ["Fred – nå", "mer"], "guillemets pointing out"),
    ("sv", "Han sade: ”Vi går hem.”", ["Vi går hem."], "the same mark on both sides"),
    ("nb", "– Vi gjør det, sa han.", ["Vi gjør det"], "dash, attribution cut"),
    ("nb", "– Kommer du? spør hun.", ["Kommer du?"], "a question keeps its mark"),
    (
        "nb",
        "– Dette er bra. Vi er glade, sier Kari Nordmann til avisen.",
        ["Dette er bra. Vi er glade"],
        "two sentences",
    ),
    (
        "nb",
        "– Hvis han kommer, sier jeg nei, sa Kari.",
        ["Hvis han kommer, sier jeg nei"],
        "first person is not the attribution",
    ),
    ("nn", "– Vi gjer det, seier ho.", ["Vi gjer det"], "Nynorsk"),
    ("nb", "– Dette er bra.", ["Dette er bra."], "dash without attribution"),
    ("nb", "- Vi drar nå, sa han.", ["Vi drar nå"], "a hyphen with attribution"),
    ("nb", "Haugum snudde: – Helt sykt", ["Helt sykt"], "said at a headline's end"),
    ("nb", "Eikemo om dommen: – Vi anker, sier han.", ["Vi anker"], "said after a colon, attribution cut"),
    ("nb", "– Helt sykt: – Nei", ["Helt sykt: – Nei"], "a dash and a colon inside what is said"),
    ("nb", "Ordføreren: – Nei – aldri", [], "two dashes after a colon"),
    ("nb", "- melk\n- brød", [], "a hyphen that makes a list"),
    ("nb", "– Vi «må» dra, sa han til radioen.", ["Vi «må» dra"], "marks after a dash belong to it"),
    ("nb", "Han kom – og gikk, sa hun.", [], "a dash inside a sentence"),
    ("en", "– Point one, said nobody", [], "no dialogue dash in English"),
]


@pytest.mark.parametrize(("code", "text", "expected", "reason"), CASES, ids=[row[3] for row in CASES])
def test_quotations(code, text, expected, reason):
    found = find_quotations(text, code)
    assert [quotation.text for quotation in found] == expected, reason
    assert all(text[quotation.start : quotation.end] == quotation.text for quotation in found)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="“”„«»\"‘’‚'‹›– ,.abs\n", max_size=60), st.sampled_from(["en", "nb", "de", "xx"]))
def test_any_marks_give_ordered_spans(text, code):
    end = 0
    for quotation in find_quotations(text, code):
        assert quotation.start >= end
        assert quotation.text == text[quotation.start : quotation.end] != ""
        assert "\n" not in quotation.text
        end = quotation.end


@pytest.mark.parametrize("piece", ["“", "”", '"', "‘a ", "„a", "– “a” ", "– a, sa han\n", "a’ ", '"a ', "«“", "' a"])
def test_time_grows_with_the_length_only(piece):
    started = time.perf_counter()
    find_quotations(piece * (200_000 // len(piece)), "nb")
    assert time.perf_counter() - started < 60  # quadratic time would be hours
