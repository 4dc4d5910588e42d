"""Does a loaded model say what it is known to say? The check that stands between a loaded model and SERVING.

Answers were recorded with transformers in float32. So the rule depends on what is asked:

- float32: the same text, or one that the engine itself holds equally likely (mean log probability within NEAR_TIE of its own).
- int8, float16, bfloat16: words may change, the sentence may not: character n-gram F-score of each answer at least
  SENTENCE_FLOOR, and of all together at least MEAN_FLOOR. An echo of the source, or another sentence, reaches 0.35.
- sanity sentences (`recorded` false): as for int8, whatever the compute type; with an empty answer, at least COPIED_FLOOR of the
  output's words stand in the input (a summary of an article about Bergen speaks of Bergen).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from models.base import DecodingOptions, Engine
from models.errors import KnownAnswerError
from models.spec import KnownAnswer

NEAR_TIE = 0.005
SENTENCE_FLOOR = 0.4
MEAN_FLOOR = 0.7
COPIED_FLOOR = 0.5
MAX_ORDER = 6
BETA = 2.0


def check_known_answers(engine: Engine) -> None:
    """Decode the known sentences and compare. Raises KnownAnswerError with the sentence and both outputs."""
    answers = engine.spec.known_answers
    if not answers:
        return
    recorded = [answer for answer in answers if answer.recorded]
    _check_recorded(engine, recorded)
    _check_sanity(engine, [answer for answer in answers if not answer.recorded])


def _check_recorded(engine: Engine, answers: Sequence[KnownAnswer]) -> None:
    outputs = _outputs(engine, answers, DecodingOptions(beam_size=engine.spec.known_answers_beam))
    if engine.compute_type == "float32":
        for answer, (text, score) in zip(answers, outputs, strict=True):
            if text != answer.output and not _near_tie(engine, answer, score):
                raise _error(engine, answer, text, f"float32: the same text, or a tie within {NEAR_TIE}")
        return
    _check_similar(engine, answers, [text for text, _ in outputs])


def _check_sanity(engine: Engine, answers: Sequence[KnownAnswer]) -> None:
    outputs = [text for text, _ in _outputs(engine, answers, engine.spec.decoding)]
    for answer, text in zip(answers, outputs, strict=True):
        if not answer.output and copied_share(text, answer.input) < COPIED_FLOOR:
            raise _error(engine, answer, text, f"at least {COPIED_FLOOR:.0%} of its words from the input")
    fixed = [(answer, text) for answer, text in zip(answers, outputs, strict=True) if answer.output]
    _check_similar(engine, [answer for answer, _ in fixed], [text for _, text in fixed])


def _outputs(engine: Engine, answers: Sequence[KnownAnswer], options: DecodingOptions) -> list[tuple[str, float]]:
    results = engine.generate([answer.input for answer in answers], options) if answers else []
    return [(hypotheses[0].text, hypotheses[0].score) for hypotheses in results]


def _check_similar(engine: Engine, answers: Sequence[KnownAnswer], texts: Sequence[str]) -> None:
    if not answers:
        return
    scores = [similarity(text, answer.output) for text, answer in zip(texts, answers, strict=True)]
    worst = min(range(len(scores)), key=scores.__getitem__)
    mean = sum(scores) / len(scores)
    if scores[worst] < SENTENCE_FLOOR or mean < MEAN_FLOOR:
        rule = f"similarity {scores[worst]:.2f}, at least {SENTENCE_FLOOR} needed; mean {mean:.2f}, at least {MEAN_FLOOR} needed"
        raise _error(engine, answers[worst], texts[worst], f"{engine.compute_type}: {rule}")


def _near_tie(engine: Engine, answer: KnownAnswer, score: float) -> bool:
    """Whether the engine gives the known answer as good a score as its own; engines that cannot tell say no."""
    score_tokens = getattr(engine, "token_scores", None)
    spelled = getattr(engine, "spell", None)
    if score_tokens is None or spelled is None:
        return False
    tokens: list[float] = list(score_tokens([answer.input], [spelled(answer.output)])[0])
    return abs(sum(tokens) / len(tokens) - score) <= NEAR_TIE


def _error(engine: Engine, answer: KnownAnswer, text: str, rule: str) -> KnownAnswerError:
    return KnownAnswerError(model_id=engine.spec.id, input=answer.input, expected=answer.output, output=text, rule=rule)


def similarity(text: str, reference: str) -> float:
    """Character n-gram F2 (orders 1 to 6, spaces left out), 0..1: chrF of one sentence. Popović 2015."""
    left, right = "".join(text.split()), "".join(reference.split())
    total, orders = 0.0, 0
    for order in range(1, MAX_ORDER + 1):
        a, b = _ngrams(left, order), _ngrams(right, order)
        if not a and not b:
            continue
        orders += 1
        shared = sum((a & b).values())
        precision, recall = shared / max(1, sum(a.values())), shared / max(1, sum(b.values()))
        if precision + recall > 0:
            total += (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)
    return total / orders if orders else 1.0


def copied_share(text: str, source: str) -> float:
    """Share of the words of `text` that stand in `source`, 0..1; 0 for an empty text."""
    words = _words(text)
    there = set(_words(source))
    return sum(word in there for word in words) / len(words) if words else 0.0


def _words(text: str) -> list[str]:
    return [word for word in (raw.strip(".,:;!?\"'()").lower() for raw in text.split()) if word]


def _ngrams(text: str, order: int) -> Counter[str]:
    return Counter(text[i : i + order] for i in range(len(text) - order + 1))
