"""Names keep their spelling, places take their English one."""

from __future__ import annotations

import pytest

from service.translation.spelling import own_spelling


@pytest.mark.parametrize(
    ("language", "original", "text", "english"),
    [
        pytest.param("de", "Foto: Lena Möck", "Photo: Lena Mock", "Photo: Lena Möck", id="an accent left out"),
        pytest.param("de", "Jens Müller kam.", "Jens Mueller's here.", "Jens Müller's here.", id="two letters for one"),
        pytest.param("de", "„Nein“, so Szabó.", '"No," szabó said.', '"No," Szabó said.', id="a capital left out"),
        pytest.param("nb", "Kari Løvås kom.", "Kari Lovas came.", "Kari Løvås came.", id="Norwegian letters"),
        pytest.param(
            "de", "Er kam aus Straßburg.", "He came from Straßburg.", "He came from Strasbourg.", id="a place"
        ),
        pytest.param("nb", "Hun er i Bosnia.", "She is in Bosnia.", "She is in Bosnia.", id="not made longer"),
        pytest.param(
            "nb", "Kari Strand gikk.", "Kari Strand left the strand.", "Kari Strand left the strand.", id="as is"
        ),
        pytest.param(
            "de", "Emil Vogt kam.", "Eil Vogt came.", "Eil Vogt came.", id="another name is the check's to say"
        ),
    ],
)
def test_own_spelling(language, original, text, english):
    assert own_spelling(text, original, language) == english
