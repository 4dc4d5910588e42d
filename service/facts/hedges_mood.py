"""The German subjunctive of reported speech (Konjunktiv I): `Der Mann sei geflohen` is somebody's claim, said or not.

Duden, Die Grammatik (2016), on indirect speech. Only forms that the indicative of the third person does not share are
listed ([facts.hedges] subjunctive); they are also the first person's (`ich habe`), the imperative's (`Sei …!`) and some nouns.
"""

from __future__ import annotations

import re

from service.facts.phrases import find_listed
from service.facts.spans import Span

_FIRST_PERSON = re.compile(r"\bich\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;:!?–„“»«\"]")


def find_moods(text: str, language_code: str) -> list[Span]:
    """Subjunctive forms, in order. Not those that open a sentence, nouns, or (but for `sei`) any beside an `ich`."""
    return [span for span in find_listed(text, language_code, "facts.hedges.subjunctive") if _is_mood(span, text)]


def _is_mood(span: Span, text: str) -> bool:
    before = _SENTENCE_END.split(text[: span.start])[-1]
    after = _SENTENCE_END.split(text[span.end :])[0]
    if span.text[0].isupper() or not before.strip():
        return False
    return span.text.startswith("sei") or not _FIRST_PERSON.search(before + " " + after)
