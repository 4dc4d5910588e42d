from __future__ import annotations

import pytest

from models import check_known_answers
from models.base import DecodingOptions, Hypothesis
from models.errors import KnownAnswerError
from models.known_answers import copied_share, similarity
from models.spec import KnownAnswer
from tests.fakes import FakeEngine, fake_spec

GOOD = KnownAnswer("Regjeringen møttes.", "The government met on Friday morning.", "nb")


def engine(said: str, answer: KnownAnswer = GOOD, compute_type: str = "float32", score: float = -0.5) -> FakeEngine:
    fake = FakeEngine(lambda _: said, spec=fake_spec(known_answers=(answer,)))
    fake.compute_type = compute_type
    fake.token_scores = lambda texts, outputs: [(score,) * 4]
    fake.spell = str.split
    return fake


def test_the_same_text_passes_everywhere():
    for compute_type in ("float32", "int8", "float16"):
        check_known_answers(engine(GOOD.output, compute_type=compute_type))


def test_float32_must_say_the_same_and_the_error_shows_all_three_texts():
    with pytest.raises(KnownAnswerError) as caught:
        check_known_answers(engine("The government met on Friday.", score=-0.6))
    for part in ("fake-translation", GOOD.input, GOOD.output, "The government met on Friday.", "float32"):
        assert part in caught.value.message
    assert caught.value.reason == "KNOWN_ANSWER_FAILED"
    assert caught.value.metadata["output"] == "The government met on Friday."


def test_float32_may_part_at_a_tie():
    check_known_answers(engine("The cabinet met on Friday morning.", score=-0.503))


@pytest.mark.parametrize(
    ("said", "passes", "why"),
    [
        ("The government met on Friday evening.", True, "one word changed"),
        ("The cabinet met Friday morning.", False, "below the mean floor, though not garbage"),
        ("Regjeringen møttes.", False, "an echo"),
        ("of of of of of of of", False, "a loop"),
        ("", False, "nothing"),
    ],
)
def test_int8_may_change_words_but_not_the_sentence(said: str, passes: bool, why: str):
    if passes:
        check_known_answers(engine(said, compute_type="int8"))
    else:
        with pytest.raises(KnownAnswerError, match="similarity"):
            check_known_answers(engine(said, compute_type="int8"))


def test_a_sanity_sentence_allows_another_wording_in_float32():
    plain = KnownAnswer("Oslo er hovedstaden i Norge.", "Oslo is the capital of Norway.", "nb", recorded=False)
    check_known_answers(engine("Oslo is the capital city of Norway.", plain))
    with pytest.raises(KnownAnswerError):
        check_known_answers(engine("nederland arsenal ▁▁ xx", plain))


def test_a_summary_must_speak_of_its_article():
    article = KnownAnswer("The council of Bergen voted to close the harbour.", "", "en", recorded=False)
    check_known_answers(engine("Bergen council votes to close the harbour.", article))
    with pytest.raises(KnownAnswerError, match="words from the input"):
        check_known_answers(engine("CNN.com will feature iReporter photos.", article))


def test_no_known_answers_decodes_nothing():
    fake = FakeEngine()
    check_known_answers(fake)
    assert fake.calls == []


def test_the_recorded_beam_is_used():
    seen: list[DecodingOptions] = []

    class Recording(FakeEngine):
        def generate(self, texts, options, *, target_language_code="en"):
            seen.append(options)
            return [(Hypothesis(GOOD.output, (), -0.5),)] * len(texts)

    check_known_answers(Recording(spec=fake_spec(known_answers=(GOOD,), known_answers_beam=2)))
    assert [options.beam_size for options in seen] == [2]


def test_similarity():
    assert similarity("same text", "same text") == 1.0
    assert similarity("", "") == 1.0
    assert similarity("abc", "xyz") == 0.0
    assert 0.0 < similarity("the cat", "the car") < 1.0


def test_similarity_is_chrf_of_a_sentence():
    from sacrebleu.metrics import CHRF

    left, right = "The minister met the president in Oslo.", "The prime minister has met with the president."
    assert similarity(left, right) == pytest.approx(
        CHRF(eps_smoothing=True).sentence_score(left, [right]).score / 100, abs=0.01
    )


def test_copied_share():
    assert copied_share("The dog barked.", "A dog barked at the man") == 1.0
    assert copied_share("", "words") == 0.0
