"""Lines that are furniture whatever stands around them: labels, share bars, link lines, addresses to the reader.

Each function judges one line and answers with a rule's name or None. Real prose is protected: a phrase inside a long
sentence of the article is no reason to drop it.
"""

from __future__ import annotations

import re

from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import DOMAIN, MAX_PHRASE, URL, after_words, key_of, phrases, words_of

_SEPARATED = re.compile(r"\W{0,2}\s*[:–—|→»>]")
_HASHTAGS = re.compile(r"^(?:[#＃][\w-]+[\s,|·]*)+$")
_HANDLES = re.compile(r"^(?:[^\s@]{1,40}\s+){0,4}@[\w.]{2,40}(?:\s+\S{1,20}){0,2}$")
_SYMBOLS = re.compile(r"^[\W\d_]+$")
_COUNT = re.compile(r"^[\d.,\s]+(?:k|m|mill)?$", re.IGNORECASE)
_CLOCK = re.compile(r"^[,|·\s]*(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:\s*uhr)?$", re.IGNORECASE)
_ARROW_END = re.compile(r"[^\W\d_.!?…]\s[»›→▸►]+$")
"""`Sign up here »`: the arrow of a link, not the end of a quotation, which has no space before it."""
_SEPARATORS = re.compile(r"\s[|·•»›>/]\s|\s[–—-]\s")
_DASHED = re.compile(r"\s[–—-]\s")
_QUOTE_MARKS = re.compile(r"[\"“”„«»]")
_READING_TIME = re.compile(
    r"^(?:\w+:?\s+)?(?:ca\.?\s+)?\d{1,3}\s*[-–]?\s*(?:min\.?|mins|minutt\w*|minute\w*|sek\w*)(?:\s+\w+){0,2}\.?$", re.I
)
_BREADCRUMB = re.compile(r"\s(?:›|»|>|→|/)\s")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CERTIFIED = re.compile(r"\b(?:certified|zertifiziert|sertifisert|certificeret|certifierad)\b")
_DIGIT = re.compile(r"\d")

SHORT = 110
LONG = 160
"""Characters from which a line that reads like prose is not furniture because of a phrase in it alone."""


def furniture_rule(line: Line, *, inside: bool, after: bool = False) -> str | None:
    """The rule that makes `line` furniture, or None.

    `inside`: prose stands before it and after it. `after`: prose stands before it only.
    """
    return (
        _symbols(line)
        or _label(line)
        or _teaser(line)
        or _arrow(line)
        or _link_line(line)
        or _social(line)
        or _time_ago(line)
        or _bar(line)
        or _labelled(line)
        or _copyright(line, inside=inside)
        or _sentence(line, inside=inside, after=after)
    )


def _symbols(line: Line) -> str | None:
    """Nothing a reader reads: rules, page numbers, counters, icons."""
    if _READING_TIME.match(line.text):
        return "reading_time"
    if is_clock(line):
        return None
    if line.hint is None and _SYMBOLS.match(line.text[:200]) and len(line.text) <= 200:
        return "counter" if _DIGIT.search(line.text) else "symbols"
    return None


def is_clock(line: Line) -> bool:
    """A time of day and nothing else."""
    return _CLOCK.match(line.text) is not None


def _label(line: Line) -> str | None:
    """The whole line is a phrase that pages put on buttons, menus and boxes."""
    if not line.tokens or len(line.tokens) > 12:
        return None
    rule = phrases().labels.get(line.key)
    if rule is None:
        return None
    sentence = line.text.endswith((".", "!", "?")) and line.words >= 3 and rule == "navigation"
    return None if sentence else rule


_LABELLED = {"tags": "tags", "author_box": "author_box", "share_bar": "share_bar", "comments": "comments"}


def _labelled(line: Line) -> str | None:
    """`Tags: oil, gas`: such a label, a colon and a few words."""
    label, colon, rest = line.text[:120].partition(":")
    if (
        not colon
        or len(label) > 30
        or (line.sentence and line.words > 8)
        or _QUOTE_MARKS.search(line.text)
        or "–" in label
    ):
        return None
    rule = phrases().labels.get(key_of(label))
    return (
        _LABELLED.get(rule or "") if line.words <= 25 and (rule in {"tags", "author_box"} or not rest.strip()) else None
    )


def _teaser(line: Line) -> str | None:
    """`Les også: …`: a link to another story, announced as one."""
    match = phrases().teasers.match(line.folded)
    if match is None or _dialogue(line):
        return None
    head = len(match.group().split())
    separated = _SEPARATED.match(line.text, after_words(line.text[:SHORT], head))
    if separated:
        return "teaser_link"
    if line.text.endswith((".", "”", "»", '"')) and line.words >= 9:
        return None  # a whole sentence that happens to begin so
    return "teaser_link" if len(line.text) <= SHORT or (head >= 2 and len(line.text) <= LONG) else None


def teaser_headline(line: Line) -> bool:
    """`Exclusive: …`: another story's headline, by the label in front of it."""
    label, colon, rest = line.text.partition(":")
    if not colon or not rest.startswith(" ") or len(label) > 25 or len(rest.split()) < 3:
        return False
    return phrases().lead_labels.fullmatch(words_of(label)) is not None and line.headline


def _arrow(line: Line) -> str | None:
    """A few words and an arrow behind them."""
    linked = _ARROW_END.search(line.text) and line.words <= 10 and "«" not in line.text and line.text[:1] != "»"
    return "link_line" if linked else None


def _link_line(line: Line) -> str | None:
    """Hashtags, handles, bare URLs, and words that only introduce one."""
    text = line.text
    if len(text) > 400:
        return None
    if _HASHTAGS.match(text) and (line.words <= 3 or len(line.tokens) <= 30):
        return "hashtags"
    if _HANDLES.match(text) and not line.terminal:
        return "social_handle"
    rest = URL.sub("", text)
    if rest != text:
        plain = rest.strip(" .,;()[]<>►→»|-–—\ufe0f")
        count = len(plain.split())
        if not plain or plain.endswith(":") or (count <= 6 and not rest.rstrip().endswith((".", "!", "?"))):
            return "link_line"
        if plain.count(":") >= 1 and count <= 3 * len(URL.findall(text)) + 2:
            return "link_line"
    return "link_line" if DOMAIN.match(text.casefold()) else None


def _social(line: Line) -> str | None:
    """`Follow us on Facebook and Twitter`: an imperative and networks."""
    if len(line.text) > LONG or not line.tokens or _dialogue(line):
        return None
    known = phrases()
    networks = sum(token in known.networks for token in line.tokens)
    networks += 2 * (known.network_phrases.search(line.folded) is not None)
    if all(token in known.networks for token in line.tokens):
        return "share_bar"
    if line.tokens[0] not in known.social_verbs:
        return None
    enough = networks >= 2 or (networks == 1 and len(line.tokens) <= 8)
    return "social_follow" if enough else None


def _time_ago(line: Line) -> str | None:
    """`vor 3 Stunden`, `2 hours ago`: when a page was looked at, not when something was written."""
    if not 2 <= len(line.tokens) <= 6 or not _DIGIT.search(line.text) or line.terminal:
        return None
    marks = phrases().time_ago
    units = r"^(?:sek|min|stund|std|tag|woche|monat|jahr|time|dag|uke|veke|måned|månad|år|hour|hr|day|week|month|year|second)"
    timed = any(re.match(units, token) for token in line.tokens)
    return "time_ago" if timed and any(token in marks for token in line.tokens) else None


def _bar(line: Line) -> str | None:
    """A row of buttons or links run together: nearly all of it is labels, or short pieces between separators."""
    if line.prose or len(line.text) > 400 or (line.terminal and line.words >= 6):
        return None
    pieces = [piece for piece in _SEPARATORS.split(line.text) if piece.strip()]
    listed = _DASHED.sub(" ", line.text)
    wordy = line.words > 2 * len(pieces) and _SEPARATORS.search(listed) is None  # dashes part clauses as well
    if len(pieces) >= 4 and not wordy and sum(len(piece.split()) for piece in pieces) <= 4 * len(pieces):
        return "link_bar"
    known = phrases()
    tokens, covered, index, found = line.tokens, 0, 0, 0
    while index < len(tokens):
        for size in range(min(MAX_PHRASE, len(tokens) - index), 0, -1):
            piece = " ".join(tokens[index : index + size])
            if piece in known.labels or (size == 1 and piece in known.networks):
                covered += size
                found += 1
                index += size
                break
        else:
            covered += tokens[index].isdigit()
            index += 1
    if found >= 2 and covered >= 0.75 * len(tokens):
        return "link_bar"
    if line.words <= 6 and _BREADCRUMB.search(line.text) and found:
        return "breadcrumb"
    return None


def _copyright(line: Line, *, inside: bool) -> str | None:
    """`© 2024 …, all rights reserved`."""
    if not _COPYRIGHT.search(line.text[:300]) or len(line.text) > 400 or (line.prose and inside):
        return None
    year = _YEAR.search(line.text) is not None
    return "legal" if year or ("©" not in line.text and line.words <= 12) else None


def _sentence(line: Line, *, inside: bool, after: bool) -> str | None:
    """Talks to the reader about the site: cookies, rights, newsletters, accounts."""
    if len(line.text) > 600 or _dialogue(line):
        return None
    if inside and line.prose and (len(line.text) > LONG or _QUOTE_MARKS.search(line.text)):
        return _twice(line)
    addressed = not (inside and line.prose) or any(token in phrases().reader_words for token in line.tokens)
    for rule, pattern in phrases().sentences:
        match = pattern.search(line.folded)
        if match is not None and (addressed or match.start() == 0):
            return rule
    short = len(line.text) <= (2 * LONG if after else LONG)
    if short and not (inside and line.prose) and phrases().imprint.search(line.folded):
        return "legal"
    return None if inside else _editorial(line)


def _twice(line: Line) -> str | None:
    """A long paragraph of the article's place is furniture only if it says so twice, to the reader."""
    if _QUOTE_MARKS.search(line.text) or not any(token in phrases().reader_words for token in line.tokens):
        return None
    for rule, pattern in phrases().sentences:
        if len(pattern.found(line.folded)) >= 2:
            return rule
    return None


def _editorial(line: Line) -> str | None:
    """How the newsroom works, by what code: said at an article's edge."""
    certified = line.words <= 4 and not line.terminal and _CERTIFIED.search(line.folded)
    return "editorial_process" if certified or phrases().editorial.search(line.folded) else None


def _dialogue(line: Line) -> bool:
    """Somebody speaks: a dash in front, or a quotation first."""
    return line.text.startswith(("–", "—", "- ", "«", "“", "„", '"'))
