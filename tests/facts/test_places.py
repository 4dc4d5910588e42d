"""Places and bodies by all their names."""

from __future__ import annotations

import pytest

from service.facts.names import demonym_country, exonym, name_key, organization
from service.languages import data_table

EXONYMS = {
    "Ashgabat": ["Asjkhabad", "Asjgabat", "Aschgabat", "Aşgabat", "Ashkhabad", "Ashgabat"],
    "Moscow": ["Moskva", "Moskau", "Moskvas", "moskva"],
    "Copenhagen": ["København", "Kopenhagen"],
    "Kyiv": ["Kijev", "Kiew", "Kyjiw", "Kiev"],
    "Germany": ["Tyskland", "Deutschland", "Tysklands", "Germany's"],
    "Cologne": ["Köln", "Koln"],
    "Tehran": ["Teheran", "Teherans"],
    "Belgrade": ["Beograd", "Belgrad"],
    "United States": ["USA", "US", "U.S.", "Vereinigten Staaten", "De forente stater"],
    "United Kingdom": ["Storbritannia", "Großbritannien", "Britain", "UK"],
    "Norway": ["Norge", "Noreg", "Norwegen", "Norges"],
    "Turkey": ["Türkei", "Tyrkia", "Türkiye"],
    "Switzerland": ["Sveits", "Schweiz"],
    "South Korea": ["Sør-Korea", "Südkorea", "Sør Korea"],
    "Black Sea": ["Svartehavet", "Schwarzes Meer", "Schwarzen Meer"],
    "Danube": ["Donau"],
    "Bavaria": ["Bayern"],
    "Crimea": ["Krim"],
    "Middle East": ["Midtøsten", "Nahen Osten", "Midtausten"],
    "Zaporizhzhia": ["Saporischschja", "Zaporizjzja"],
    "Beijing": ["Peking"],
    "Wales": ["Wales"],
    "Athens": ["Aten", "Athen", "Athens"],
}


@pytest.mark.parametrize(("english", "name"), [(english, name) for english, names in EXONYMS.items() for name in names])
def test_exonyms(english, name):
    assert exonym(name) == english
    assert name_key(name) == name_key(english)


@pytest.mark.parametrize("name", ["us", "who", "is", "Putin", "", "Ministeriet", "x" * 100_000])
def test_what_is_no_place(name):
    assert exonym(name) is None


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("FN", "United Nations"),
        ("Vereinte Nationen", "United Nations"),
        ("Nato", "NATO"),
        ("NATO", "NATO"),
        ("EU", "European Union"),
        ("Kreml", "Kremlin"),
        ("Hisbollah", "Hezbollah"),
        ("Weißen Haus", "White House"),
        ("Stortinget", "Storting"),
        ("Hamas", "Hamas"),
        ("who", None),
    ],
)
def test_bodies(name, english):
    assert organization(name) == english


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Russian", "Russia"),
        ("Russians", "Russia"),
        ("russiske", "Russia"),
        ("russerne", "Russia"),
        ("russischen", "Russia"),
        ("Norwegian", "Norway"),
        ("norsk", "Norway"),
        ("nordmenn", "Norway"),
        ("iransk", "Iran"),
        ("ukrainischer", "Ukraine"),
        ("Ukrainerinnen", "Ukraine"),
        ("amerikanske", "United States"),
        ("British", "United Kingdom"),
        ("North Korean", "North Korea"),
        ("sørkoreansk", "South Korea"),
        ("Palestinians", "Palestine"),
        ("European", "Europe"),
        ("table", None),
    ],
)
def test_nationalities(word, country):
    assert demonym_country(word) == country


def test_no_form_names_two_places():
    tables = data_table("places")
    seen: dict[str, str] = {}
    for title in ("countries", "cities", "regions", "waters"):
        for name, forms in tables[title].items():
            for form in (name, *forms):
                assert seen.setdefault(form.lower(), name) == name, form
    assert len(seen) > 1500
