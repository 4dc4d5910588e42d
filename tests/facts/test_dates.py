"""Dates in text and in stamps: one row a case, each with the reason it is there."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.facts.dates import (
    compatible,
    edtf_bounds,
    edtf_key,
    find_dates,
    header_date_role,
    header_stamps,
    is_valid_edtf,
    parse_header_date,
)
from service.languages import language_codes

ANCHOR = "2024-11-23"  # a Saturday

ABSOLUTE = [
    ("nb", "De traff hverandre 11. oktober i byen", ["2024-10-11"], "day and month, ordinal dot"),
    ("nn", "Dei møttest 11. oktober i byen", ["2024-10-11"], "the same in Nynorsk"),
    ("nb", "23. november, 2024", ["2024-11-23"], "comma before the year"),
    ("nb", "10.–12. oktober 2024", ["2024-10-10/2024-10-12"], "days with one month are an interval"),
    (
        "nb",
        "fra 28. oktober til 3. november 2024",
        ["2024-10-28/2024-11-03"],
        "the year of the end holds for the start",
    ),
    ("nb", "mandag 11. november 2024", ["2024-11-11"], "a weekday belongs to its date"),
    ("nb", "Avtalen fra 2015 og 2019-planen", ["2015", "2019"], "years, one in a compound"),
    ("nb", "Det var slik på 1990-tallet", [], "a decade is no year"),
    ("nb", "Det er i 2022 tilfeller påvist", [], "a quantity after a preposition"),
    ("nb", "Klokken var kl. 12.30.", [], "a time is no day and month"),
    ("nb", "høsten 2023 og mai 2021", ["2023", "2021-05"], "season and month with a year"),
    ("de", "Am 3. Oktober 2024 trafen sie sich", ["2024-10-03"], "German long form"),
    ("de", "vom 3.10. bis 5.10.2024", ["2024-10-03/2024-10-05"], "short day and month, licensed by `vom`"),
    ("de", "In Kapitel 3.10. steht mehr", [], "a section number"),
    ("de", "Der Streit begann 2019.", ["2019"], "German years need no preposition"),
    ("de", "Es gab 2022 Fälle und rund 2000.", [], "quantities that look like years"),
    ("de", "im Jahr 2022 Fälle zu zählen", ["2022"], "a strong cue beats the noun after it"),
    ("de", "Die Agenda 2030 und die WM 2026 kommen", [], "numbers that are part of a name"),
    ("de", "von 2019 bis 2022", ["2019/2022"], "years as an interval"),
    ("de", "Ende Oktober", ["2024-10"], "a month alone, licensed"),
    ("en", "from October 22nd to 24th", ["2024-10-22/2024-10-24"], "English ordinals"),
    ("en", "on October 22-24, 2023", ["2023-10-22/2023-10-24"], "dash between days"),
    ("en", "between October 22 and 24", ["2024-10-22/2024-10-24"], "between ... and"),
    ("en", "on 10 and 12 October", ["2024-10-10", "2024-10-12"], "two days, not an interval"),
    ("en", "the 17th of January 2025", ["2025-01-17"], "of between day and month"),
    ("en", "Oct. 7, 2023", ["2023-10-07"], "abbreviated month"),
    ("en", "in 2022 the war", ["2022"], "a year"),
    ("en", "in 2022 cases were", [], "a quantity"),
    ("en", "the 2015 deal", ["2015"], "a year before its noun"),
    ("en", "They may march in May. Theresa May said so.", ["2024-05"], "verbs and surnames are not months"),
    ("en", "in May and June", ["2024-05", "2024-06"], "the second month needs no preposition"),
    ("en", "on 25/10/2024 and 03/10/2024", ["2024-10-25", "2024"], "an ambiguous order says its year only"),
    ("nb", "den 03/10/2024", ["2024-10-03"], "not ambiguous in Norwegian"),
    ("en", "31.02.2024, 99.99.9999, 2024-13-45, 30 February 2024", [], "no such days"),
    ("en", "version 3.10.2 at 10.10.10.10", [], "versions and addresses"),
    ("en", "It rose 2024.5 points", [], "a decimal"),
    ("fr", "le 1er octobre 2024", ["2024-10-01"], "French"),
    ("sv", "den 3 oktober 2024", ["2024-10-03"], "Swedish"),
    ("da", "den 3. marts 2024", ["2024-03-03"], "Danish"),
    ("nl", "op 3 maart 2024", ["2024-03-03"], "Dutch"),
    ("fi", "2024-10-11", ["2024-10-11"], "a language without data still gives numeric dates"),
]

RELATIVE = [
    ("en", "He arrived on Friday", "2024-11-22", False, "the latest such day"),
    ("en", "He arrived on Saturday", "2024-11-23", False, "today counts"),
    ("en", "last Saturday", "2024-11-16", False, "`last` excludes today"),
    ("en", "next Tuesday", "2024-11-26", False, "`next` looks ahead"),
    ("en", "She said Monday it will end", "2024-11-18", False, "reported, although something is announced"),
    ("en", "They will meet on Monday", "2024-11-25", True, "announced"),
    ("en", "Friday last week", "2024-11-15", False, "a weekday of another week"),
    ("en", "today", "2024-11-23", False, "today"),
    ("en", "two days ago", "2024-11-21", False, "counted days"),
    ("en", "last week", "2024-11-11/2024-11-17", True, "a week is an interval"),
    ("en", "last year", "2023", True, "a year back"),
    ("en", "in October last year", "2023-10", True, "month and relative year"),
    ("en", "on 13 April this year", "2024-04-13", True, "day and relative year"),
    ("en", "last July", "2024-07", True, "the latest July"),
    ("en", "last December", "2023-12", True, "the latest December"),
    ("en", "two years ago", "2022", True, "counted years"),
    ("nb", "i går", "2024-11-22", False, "yesterday"),
    ("nb", "På fredag skal de stemme", "2024-11-29", True, "announced"),
    ("nb", "på fredag stemte de", "2024-11-22", False, "past"),
    ("nb", "neste fredag", "2024-11-29", False, "neste"),
    ("nb", "fredagens møte", "2024-11-22", False, "genitive weekday"),
    ("nb", "tirsdagskvelden", "2024-11-19", False, "compound weekday"),
    ("nb", "i fjor", "2023", True, "last year"),
    ("nb", "for to år siden", "2022", True, "counted years"),
    ("nb", "forrige uke", "2024-11-11/2024-11-17", True, "last week"),
    ("nn", "i morgon", "2024-11-24", False, "tomorrow"),
    ("nn", "sist laurdag", "2024-11-16", False, "Nynorsk weekday"),
    ("de", "am Dienstag", "2024-11-19", False, "the latest Tuesday"),
    ("de", "am Dienstagabend", "2024-11-19", False, "compound weekday"),
    ("de", "kommenden Freitag", "2024-11-29", False, "kommenden"),
    ("de", "Sie kommt morgen an", "2024-11-24", False, "morgen is tomorrow"),
    ("de", "vorgestern", "2024-11-21", False, "the day before yesterday"),
    ("de", "im Mai vergangenen Jahres", "2023-05", True, "genitive year"),
    ("de", "vor drei Monaten", "2024-08", True, "counted months"),
]


@pytest.mark.parametrize(("code", "text", "expected", "reason"), ABSOLUTE, ids=[row[3] for row in ABSOLUTE])
def test_dates_that_need_no_more_than_a_year(code, text, expected, reason):
    facts = find_dates(text, code, anchor=ANCHOR)
    assert [fact.edtf for fact in facts] == expected, reason
    assert not any(fact.relative for fact in facts)
    assert all(text[fact.start : fact.end] == fact.text and fact.text.strip() == fact.text for fact in facts)


@pytest.mark.parametrize(
    ("code", "text", "expected", "inferred", "reason"), RELATIVE, ids=[f"{r[0]} {r[1]}" for r in RELATIVE]
)
def test_relative_dates(code, text, expected, inferred, reason):
    (fact,) = find_dates(text, code, anchor=ANCHOR)
    assert (fact.edtf, fact.relative, fact.inferred) == (expected, True, inferred), reason
    unanchored = find_dates(text, code)
    assert all(found.edtf.startswith("XXXX") for found in unanchored), "nothing is resolved without an anchor"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Am Morgen des Tages"),
        ("de", "jeden Freitag"),
        ("en", "every Monday"),
        ("en", "Black Friday sales"),
        ("en", "the Sunday Times"),
        ("en", "the sun and the sea sat still"),
        ("nb", "hver mandag"),
        ("en", "the last 5 years"),
    ],
)
def test_words_that_only_look_like_relative_dates(code, text):
    assert find_dates(text, code, anchor=ANCHOR) == ()


@pytest.mark.parametrize(
    ("anchor", "text", "expected"),
    [
        (None, "on 17 January", "XXXX-01-17"),
        (None, "in October", "XXXX-10"),
        (None, "in October last year", "XXXX-10"),
        ("2024-12-20T08:15", "on 17 January", "2025-01-17"),
        ("2025-02-01", "on 17 January", "2025-01-17"),
        ("2025-01", "on 17 January", "2025-01-17"),
        ("XXXX-01-17", "on 17 January", "XXXX-01-17"),
        ("XXXX-01-17", "yesterday", "XXXX-01-16"),
        ("XXXX-01-17", "on Friday", None),
        ("XXXX-03-01", "yesterday", None),
        ("2024-10", "on Friday", None),
        ("2024-10", "last year", "2023"),
        ("2024", "in October last year", "2023-10"),
        ("2024", "on 17 January", "XXXX-01-17"),
        ("2024-02-29", "on 29 February", "2024-02-29"),
        ("2023-02-10", "on 29 February", "2024-02-29"),
        ("nonsense", "on 17 January", "XXXX-01-17"),
    ],
)
def test_an_incomplete_anchor_says_only_what_can_be_said(anchor, text, expected):
    facts = find_dates(text, "en", anchor=anchor)
    assert [fact.edtf for fact in facts] == ([expected] if expected else [])


def test_the_year_of_a_month_far_from_publication_is_inferred():
    assert [(fact.edtf, fact.inferred) for fact in find_dates("in October", "en", anchor=ANCHOR)] == [
        ("2024-10", False)
    ]
    assert [(fact.edtf, fact.inferred) for fact in find_dates("in May", "en", anchor=ANCHOR)] == [("2024-05", True)]
    assert not any(fact.inferred for fact in find_dates("on 11 May; in May 2024", "en", anchor=ANCHOR))


STAMPS = [
    ("Updated on October 11, 2024, 11:21 p.m", "2024-10-11T23:21", "updated"),
    ("23. november, 2024", "2024-11-23", "published"),
    ("Publisert 12.03.2024 kl. 14:05", "2024-03-12T14:05", "published"),
    ("Sist oppdatert 11. oktober 2024 kl. 12.30", "2024-10-11T12:30", "updated"),
    ("Stand: 11.10.2024 08:15 Uhr", "2024-10-11T08:15", "published"),
    ("Veröffentlicht am 3. Oktober 2024", "2024-10-03", "published"),
    ("Von Max Beispiel, Bonn – 03.10.2024, 14.05 Uhr", "2024-10-03T14:05", "published"),
    ("By Jane Example | 11 October 2024", "2024-10-11", "published"),
    ("Fri, Oct 11, 2024 at 8:05 am", "2024-10-11T08:05", "published"),
    ("12:00 a.m., October 11, 2024", "2024-10-11T00:00", "published"),
    ("lørdag 12. oktober 2024 14:03", "2024-10-12T14:03", "published"),
    ("2024-10-11T23:21:00+02:00", "2024-10-11T23:21+02:00", "published"),
    ("Bergen, 17 January 2025", "2025-01-17", "published"),
    ("5 min read · October 11, 2024", "2024-10-11", "published"),
    ("Do., 3.10.2024", "2024-10-03", "published"),
    ("11/10/2024", "2024", "published"),
    ("17 January", "XXXX-01-17", "published"),
    ("Last modified on Thu 17 Oct 2024 08.15 BST", "2024-10-17T08:15", "updated"),
    ("Agency - Jan 17, 2025 at 10:00", "2025-01-17T10:00", "published"),
    ("Bergen (NTB) 17. januar 2025", "2025-01-17", "published"),
    ("Oppdatert for 2 timer siden", None, "updated"),
    ("Published 3 hours ago", None, "published"),
    ("Møtet fant sted 11. oktober", None, None),
    ("On 17 January, the minister will visit Bergen", None, None),
    ("Minister Visits Bergen on October 11", None, None),
    ("Photo: Jane Example, 11.10.2024", None, None),
    ("31.02.2024", None, None),
    ("Published a book on 11 October 2024 that everybody read", None, None),
    ("Related articles", None, None),
    ("August 2014 (3)", None, None),
    ("August 2014", None, None),
    ("Published August 2014", "2014-08", "published"),
    ("June 2009 8 items", None, None),
    ("By Jane Example | Published: 23 July 2017 | comments are closed", "2017-07-23", "published"),
    ("", None, None),
    ("2024", None, None),
]


@pytest.mark.parametrize(("line", "edtf", "role"), STAMPS)
def test_stamp_lines(line, edtf, role):
    assert (parse_header_date(line), header_date_role(line)) == (edtf, role)


def test_a_line_with_two_stamps_gives_both_and_prefers_the_publication():
    line = "Oppdatert: 12.10.2024 kl. 09.00 | Publisert: 11.10.2024 kl. 08:15"
    assert [(stamp.role, stamp.edtf) for stamp in header_stamps(line)] == [
        ("updated", "2024-10-12T09:00"),
        ("published", "2024-10-11T08:15"),
    ]
    assert parse_header_date(line) == "2024-10-11T08:15"


def test_the_language_decides_an_ambiguous_order():
    assert parse_header_date("03/10/2024", "de") == "2024-10-03"
    assert parse_header_date("03/10/2024", "en") == "2024"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("2024-10-11", "2024-10-11", True),
        ("2024-10-11", "2024-10-12", False),
        ("2024-10", "2024-10-11", True),
        ("2024", "2024-10-11", True),
        ("XXXX-01-17", "2025-01-17", True),
        ("XXXX-01-17", "2025-01-18", False),
        ("XXXX-01-17", "XXXX-01", True),
        ("XXXX-02-29", "2023", False),
        ("2025-01-17?", "2025-01-17", True),
        ("2024-10-10/2024-10-12", "2024-10-11", True),
        ("2024-10-10/2024-10-12", "2024-10-13", False),
        ("2024-10-10/2024-10-12", "2024-10-12/2024-10-14", False),
        ("2024-10-10/2024-10-20", "2024-10-12/2024-10-14", True),
        ("XXXX-12-30/XXXX-01-02", "2025-01-01", True),
        ("2024-10-10/..", "2025", True),
        ("201X", "2015-03", True),
        ("2024-10-11T23:21", "2024-10-11", True),
        ("2024-10-12T00:10+02:00", "2024-10-11T22:10Z", True),
        ("yesterday", "2024-10-11", False),
    ],
)
def test_compatible(a, b, same):
    assert compatible(a, b) is same
    assert compatible(b, a) is same


def test_edtf_values():
    valid = ["2024", "2024-10", "2024-10-11T23:21", "XXXX-01-17", "2024-XX-17", "2025-01-17?", "2024/..", "201X"]
    invalid = ["", "24", "2024-13", "2023-02-29", "2024-10-11T25:00", "../..", "11.10.2024", "2024-10-11/x"]
    assert all(map(is_valid_edtf, valid))
    assert not any(map(is_valid_edtf, invalid))
    ordered = ["2023", "2024", "2024-10", "2024-10-10/2024-10-12", "2024-10-11", "2024-10-11T23:21", "XXXX-01-17", "x"]
    backwards = ordered[::-1]
    assert sorted(backwards, key=edtf_key) == ordered
    assert [str(day) for day in edtf_bounds("2024-02")] == ["2024-02-01", "2024-02-29"]
    assert edtf_bounds("XXXX-01-17") == (None, None)


PIECES = [
    *(
        "11",
        "31",
        "99",
        "2024",
        "0",
        ".",
        ",",
        "-",
        "–",
        "/",
        ":",
        "'",
        "12.10.",
        "10.12.2024",
        "2024-02-30",
        "🎉",
        "שלום",
        "\n",
    ),
    *("October", "may", "last", "between", "Friday", "of", "the", "am", "p.m", "ago", "days"),
    *("i", "til", "bis", "morgen", "siden", "for", "to", "år", "uke", "zwei", "vor", "Jahren", "kl", "kl.", "Uhr"),
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=25,
    ).map(" ".join),
    st.sampled_from([*language_codes(), "xx"]),
    st.sampled_from([None, ANCHOR, "XXXX-02-28", "2024-10", "9999-12-31", "0000", "0001-01-01"]),
)
def test_any_mix_of_date_words_gives_valid_ordered_dates(text, code, anchor):
    end = 0
    for fact in find_dates(text, code, anchor=anchor):
        assert is_valid_edtf(fact.edtf)
        assert fact.start >= end
        assert text[fact.start : fact.end] == fact.text
        end = fact.end
    assert parse_header_date(text) is None or is_valid_edtf(parse_header_date(text))


@pytest.mark.parametrize("piece", ["October ", "10.–", "between 1 and ", "in 2022 and ", "last ", "3.10. ", "a"])
def test_time_grows_with_the_length_only(piece):
    started = time.perf_counter()
    find_dates(piece * (200_000 // len(piece)), "en", anchor=ANCHOR)
    assert time.perf_counter() - started < 10
