import pytest

from service.translation.numerals import english_figures


@pytest.mark.parametrize(
    ("text", "original", "code", "english"),
    [
        ("It costs 1,5 million kroner.", "Det koster 1,5 millioner kroner.", "nb", "It costs 1.5 million kroner."),
        ("About 12.500 people came.", "Rund 12.500 Menschen kamen.", "de", "About 12,500 people came."),
        ("Some 12 500 people came.", "Rundt 12 500 mennesker kom.", "nb", "Some 12,500 people came."),
        ("It grew by 3,0 percent.", "Den vokste 3,0 prosent.", "nb", "It grew by 3.0 percent."),
        ("It is 1.234,56 euros.", "Es sind 1.234,56 Euro.", "de", "It is 1,234.56 euros."),
        ("It began at 06.50.", "Det begynte klokken 06.50.", "nb", "It began at 06:50."),
        ("At 14.30 they left.", "Um 14.30 Uhr gingen sie.", "de", "At 14:30 they left."),
        ("It reopened at 4.20.", "Den åpnet igjen kl. 04.20.", "nb", "It reopened at 4:20."),
        ("It ended at 16 without news.", "Det endte klokken 16 uten nytt.", "nb", "It ended at 16:00 without news."),
        ("It starts at 18.", "Es beginnt um 18 Uhr.", "de", "It starts at 18:00."),
        ("He offered $ 9 million.", "Er bot 9 Millionen Dollar.", "de", "He offered $9 million."),
        ("On 3. October 2024 he came.", "Am 3. Oktober 2024 kam er.", "de", "On October 3, 2024 he came."),
        ("He came on the 3rd of October.", "Han kom 3. oktober.", "nb", "He came on October 3."),
        ("On 12 March it rained.", "12. mars regnet det.", "nb", "On March 12 it rained."),
        # What is right already, or no quantity, stays.
        ("It costs 1.5 million.", "Det koster 1,5 millioner.", "nb", "It costs 1.5 million."),
        ("They met at 16 schools.", "De møttes klokken 16 ved skolene.", "nb", "They met at 16 schools."),
        ("It starts at 6 p.m.", "Es beginnt um 18 Uhr.", "de", "It starts at 6 p.m."),
        ("At 16 he left at 16.", "Som 16-åring dro han klokken 16.", "nb", "At 16 he left at 16."),
        ("In 2024 they won 3-1.", "I 2024 vant de 3-1.", "nb", "In 2024 they won 3-1."),
        ("Room 12.5 is free.", "Raum 12.5 ist frei.", "de", "Room 12.5 is free."),
        ("May 3 people leave?", "Kan 3 personer gå?", "nb", "May 3 people leave?"),
        ("The year 1500 was wet.", "Året 1500 var vått.", "nb", "The year 1500 was wet."),
        ("1,5 and 11,55", "1,5 og 11,55", "nb", "1.5 and 11.55"),
    ],
)
def test_figures_are_written_in_english(text, original, code, english):
    assert english_figures(text, original, code) == english
