"""What reads badly on its own."""

from __future__ import annotations

import pytest

from service.domain import Flag, FlagCode
from service.summaries.quality import is_newsroom, leaning, quotes_balanced, soundness


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He said it was a bad day for the town.", id="a pronoun"),
        pytest.param("This was reported by the local radio station.", id="a demonstrative"),
        pytest.param("“They never asked us,” the farmer said.", id="a pronoun inside quotation marks"),
        pytest.param("– It costs too much, says the mayor.", id="a pronoun after a dialogue dash"),
        pytest.param("In a short statement, she denied the charge.", id="a pronoun after an opening clause"),
        pytest.param("It's unclear what happens now.", id="a contracted pronoun"),
        pytest.param("But the bridge stayed closed.", id="a connective"),
        pytest.param("When he arrived, the shop was empty.", id="a pronoun in the opening clause"),
        pytest.param("The company set out its plan in a letter on Thursday.", id="a firm that is named elsewhere"),
        pytest.param("The two leaders met for an hour in the town hall.", id="people who are named elsewhere"),
    ],
)
def test_a_sentence_that_points_back_leans(text):
    assert leaning(text) < 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor said he would resign.", id="the pronoun's noun stands before it"),
        pytest.param("This week the bridge opens again.", id="a demonstrative before a time"),
        pytest.param("It is the third time that the bridge is closed.", id="an expletive"),
        pytest.param("After the talks in Oslo, they signed.", id="a name in the opening clause"),
        pytest.param(
            "After her win in Bodø, Marte Lien faces a new court.", id="the name comes after the opening clause"
        ),
        pytest.param("The company behind the mill in Vardnes is bankrupt.", id="a firm that is named here"),
        pytest.param("The report that the council ordered is ready.", id="a report that is named here"),
        pytest.param("The two people who were missing since Monday are safe.", id="people whom a clause tells apart"),
        pytest.param("Thistle and heather cover the hills.", id="a word that only starts like one"),
    ],
)
def test_a_sentence_that_stands_alone_does_not_lean(text):
    assert leaning(text) == 1


@pytest.mark.parametrize(
    "worse",
    [
        pytest.param("Will the council close the school in Lofoten next year?", id="a question"),
        pytest.param("A long day for everybody at the old school.", id="no verb"),
        pytest.param("the council closed the school in Lofoten last year.", id="a piece of a sentence"),
        pytest.param("The council closed the school in Lofoten last year", id="no end"),
        pytest.param("The council said the following about the school:", id="a colon"),
        pytest.param("The council closed the “best school in Lofoten last year.", id="half a quotation"),
        pytest.param("The council closed the school (in Lofoten last year.", id="half a parenthesis"),
        pytest.param("I think the council closed the school in Lofoten.", id="an unknown I"),
    ],
)
def test_form_costs_soundness(worse):
    assert soundness(worse, ()) < soundness("The council closed the school in Lofoten last year.", ()) == 1


@pytest.mark.parametrize("code", sorted(FlagCode))
def test_a_flag_that_warns_costs_and_one_that_informs_does_not(code):
    flag = Flag(code)
    found = soundness("The council closed the school in Lofoten last year.", (flag,))
    assert (found < 1) == flag.warns
    assert found > 0


@pytest.mark.parametrize(
    ("text", "balanced"),
    [
        ('He said "yes" and "no".', True),
        ('He said "yes and left.', False),
        ("He said “yes”.", True),
        ("He said „yes“ twice.", True),
        ("He said ”yes.", False),
        ("«Yes», he said.", True),
        ("He said “a «b” c».", True),
    ],
)
def test_quotation_marks_close(text, balanced):
    assert quotes_balanced(text) is balanced


@pytest.mark.parametrize(
    "text",
    [
        "VR’s Kari Nordmann reports on the state of the ferries.",
        "Ola Berg reports from Vardnes.",
        "Reporting by Kari Nordmann; editing by Ola Berg.",
        "Kari Nordmann contributed to this report.",
        "For more on the story, we talk to our correspondent.",
        "Our political correspondent was in the hall.",
        "Watch the video above.",
        "Read more about the ferry.",
        "This story has been updated.",
    ],
)
def test_the_newsroom_talking_of_itself_tells_nothing(text):
    assert is_newsroom(text)
    assert soundness(text, ()) < 0.2


@pytest.mark.parametrize(
    "text",
    [
        "The police report on the fire names two suspects.",
        "Statistics Norway reports that 3,000 people moved to Vardnes.",
        "The paper reported on Friday that the mayor would resign.",
        "Norway’s Nordtre reports losses of 12 million kroner, its worst year since 2009.",
        "Watchmen saw the fire first and called the brigade.",
        "Readers wrote 300 letters to the council.",
        "The council wants to find more money for the ferry.",
        "The mayor joins the board of the shipping company in May.",
    ],
)
def test_news_of_reports_is_news(text):
    assert not is_newsroom(text)
    assert soundness(text, ()) == 1


@pytest.mark.parametrize("end", [":", ": .", ":."])
def test_what_announces_words_that_do_not_follow_is_a_fragment(end):
    told = "The minister ended her speech in Vardnes with a warning to the owners of the mill"
    assert soundness(told + end, ()) < soundness(told + ".", ())
