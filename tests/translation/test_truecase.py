import pytest

from service.translation.truecase import in_capitals, truecase


@pytest.mark.parametrize(
    ("text", "code", "cased"),
    [
        ("DIE POLIZEI SUCHT DEN TÄTER IN KÖLN", "de", "Die Polizei sucht den Täter in Köln"),
        ("DREI MENSCHEN WURDEN VERLETZT", "de", "Drei Menschen wurden verletzt"),
        ("MANN DØD ETTER BRANN I BERGEN", "nb", "Mann død etter brann i Bergen"),
        ("NATO OG EU ER ENIGE, SIER ANNE", "nb", "NATO og EU er enige, sier Anne"),
        ("BRANN I SENTRUM: TO PERSONER SKADET", "nb", "Brann i sentrum: to personer skadet"),
        ("BRU STENGD ETTER STORM", "nn", "Bru stengd etter storm"),
        # Not a line in capitals: an acronym, a word, mixed case.
        ("NRK", "nb", "NRK"),
        ("STREIK", "nb", "STREIK"),
        ("EU OG NA", "nb", "EU OG NA"),
        ("VG skriver om SAKEN", "nb", "VG skriver om SAKEN"),
    ],
)
def test_a_line_in_capitals_is_read_as_running_text(text, code, cased):
    assert truecase(text, code) == cased


def test_marks_and_figures_alone_are_no_capitals():
    assert not in_capitals("12 345 – 67 %")
