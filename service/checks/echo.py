"""ECHO: the output repeats the source instead of translating it, all of it or some words running."""

from __future__ import annotations

from service.checks.differences import flags
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.words import is_stopword, tokens

#: Share of the output's common words (no names, no numbers) that are the source's own: more is an echo.
ECHO_SHARE = 0.6
#: Fewer common words than this say nothing, unless one is a function word that English has not.
FEWEST_WORDS = 3
#: So many words running that the source has running too, one a function word that English has not, were left over.
#: Titles and bodies keep their name in the original, with capitals: so many of the words must be common ones.
RUN, RUN_COMMON = 4, 3


def _whole(pair: SegmentPair) -> str:
    source = {token for token in tokens(pair.original) if token[0].islower()}
    common = [token for token in tokens(pair.text) if token[0].islower()]
    copied = [token for token in common if token in source]
    foreign = [word for word in copied if _foreign(word, pair.language_code)]
    if pair.text.split() == pair.original.split() and (foreign or len(copied) >= FEWEST_WORDS):
        return "the output is the source"
    if len(common) >= FEWEST_WORDS and foreign and len(copied) / len(common) >= ECHO_SHARE:
        return "left as it was: " + " ".join(dict.fromkeys(copied))
    return ""


def _foreign(word: str, language_code: str) -> bool:
    return is_stopword(word, language_code) and not is_stopword(word, TARGET)


def _run(pair: SegmentPair) -> str:
    """The longest run of words that both texts have, where it was left over."""
    source, output = tokens(pair.original), tokens(pair.text)
    places: dict[str, list[int]] = {}
    for index, token in enumerate(source):
        places.setdefault(token, []).append(index)
    best: tuple[str, ...] = ()
    for start, token in enumerate(output):
        for place in places.get(token, ()):
            if start and place and output[start - 1] == source[place - 1]:
                continue  # the run began earlier
            length = 1
            while output[start + length : start + length + 1] == source[place + length : place + length + 1] != ():
                length += 1
            run = output[start : start + length]
            if length > len(best) and _left_over(run, pair.language_code):
                best = run
    return "left as it was: " + " ".join(best) if best else ""


def _left_over(run: tuple[str, ...], language_code: str) -> bool:
    common = [token for token in run if token[0].islower()]
    return len(run) >= RUN and len(common) >= RUN_COMMON and any(_foreign(token, language_code) for token in common)


def is_whole(pair: SegmentPair) -> bool:
    """Whether most of the output is the source: then no other check has anything to say."""
    return bool(_whole(pair))


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one ECHO flag. A line of names and numbers, or a word English shares, may stay as it is."""
    return flags(FlagCode.ECHO, _whole(pair) or _run(pair))
