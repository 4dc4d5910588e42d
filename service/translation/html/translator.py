"""A page or fragment of HTML in, the same in English out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.domain import Provenance, Segment, TermOccurrence
from service.errors import InvalidInputError
from service.store import TranslationMemory
from service.text.detection import LanguageDetector
from service.translation.document import with_glossary
from service.translation.drafts import Draft
from service.translation.glossary import EMPTY, Glossary
from service.translation.html.attributes import declare_english, read_attributes
from service.translation.html.elements import Structure, structure
from service.translation.html.place import place
from service.translation.html.render import render
from service.translation.html.stretch import Piece as Aligned
from service.translation.html.tokens import Kind, Token, tokenize
from service.translation.html.units import BREAK, Unit, find_units
from service.translation.html.weights import Pair, identical, pair_up
from service.translation.pieces import Piece, PieceTranslator, bcp47
from service.translation.route import Router
from service.translation.segments import SegmentTranslator
from service.translation.style import straight

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class HtmlTranslation:
    """HTML in English. `segments` are what was read, without tags, in the order of the page (`u1.s1`…), attributes too.

    `provenance` is None for HTML that was English already; then `html` is what came in.
    """

    html: str
    source_language_code: str
    segments: tuple[Segment, ...]
    terms: tuple[TermOccurrence, ...]
    provenance: Provenance | None


@dataclass(slots=True)
class _Text:
    """Something to read at a place of the page: a unit, or an attribute's value."""

    token: int
    text: str
    unit: Unit | None = None
    attribute: str = ""
    pieces: list[Piece] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether its English is another text."""
        return any(p.text != d.text for p, d in zip(self.pieces, self.drafts, strict=True))


class HtmlTranslator:
    """Translates HTML in place. Safe from several threads."""

    def __init__(
        self,
        router: Router,
        detector: LanguageDetector,
        segments: SegmentTranslator,
        *,
        memory: TranslationMemory | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._router = router
        self._detector = detector
        self._options = segments.options
        self._pieces = PieceTranslator(router, detector, segments, memory)
        self.max_bytes = max_bytes

    def translate(
        self, html: str, language_code: str | None = None, glossary: Glossary | None = None
    ) -> HtmlTranslation:
        """A page or a fragment; what is no text in another language comes out byte for byte.

        `language_code`: BCP-47, None to have it detected. Raises InvalidInputError: EMPTY_DOCUMENT where there is nothing to
        read, TOO_LONG above `max_bytes`, UNSUPPORTED_LANGUAGE (stage `detect`) for a language that no installed model
        routes; EngineError (MODEL_FAILED) where a model fails.
        """
        self._check_size(html)
        terms = glossary or EMPTY
        tokens = tokenize(html)
        found = structure(tokens)
        texts = _texts(tokens, found)
        if not any(c.isalpha() for text in texts for c in text.text):
            raise InvalidInputError(
                "EMPTY_DOCUMENT",
                "the HTML holds no words; a page or fragment with text is needed",
                field="html",
                stage="read",
            )
        language = self._detector.detect_document([t.text for t in texts], language_code)
        self._router.require(language.language_code, guess=language.guess)
        for text, code in zip(texts, language.paragraph_codes, strict=True):
            text.pieces = self._cut(text, code)
        drafts = iter(self._pieces.drafts([piece for text in texts for piece in text.pieces], terms))
        for text in texts:
            text.drafts = [next(drafts) for _ in text.pieces]
        segments, used = _segments(texts)
        decoder = self._pieces.main_decoder(language.language_code, segments)
        return HtmlTranslation(
            self._written(tokens, found, texts),
            language.language_code,
            segments,
            used,
            with_glossary(decoder.provenance(self._options), terms) if decoder else None,
        )

    def _check_size(self, html: str) -> None:
        size = len(html.encode("utf-8", "replace"))
        if size > self.max_bytes:
            raise InvalidInputError(
                "TOO_LONG",
                f"the HTML has {size:,} bytes; at most {self.max_bytes:,} are taken: split it, or raise max_document_bytes",
                metadata={"bytes": str(size), "max_bytes": str(self.max_bytes)},
                field="html",
                stage="read",
            )

    def _cut(self, text: _Text, code: str) -> list[Piece]:
        out = []
        start = 0
        for line in text.text.split(BREAK):
            protected = text.unit.protected if text.unit else ()
            out += [
                replace(p, start=p.start + start, protected=tuple(t for t in protected if t in p.text))
                for p in self._pieces.cut(line, code)
            ]
            start += len(line) + 1
        return out

    def _written(self, tokens: list[Token], found: Structure, texts: Sequence[_Text]) -> str:
        """The page with the English in place; what did not change is not written anew."""
        for text in texts:
            if text.unit is None and text.changed:
                tokens[text.token].set_attribute(text.attribute, _joined(text)[0])
        languages = frozenset(d.language_code for t in texts for d in t.drafts if t.changed)
        if languages:
            declare_english(tokens, found, languages | ({"no"} if languages & {"nb", "nn"} else set()))
        units = find_units(tokens, found)  # once more: the attributes of its tags are English now
        by_place = {unit.first: unit for unit in units}
        changed = [t for t in texts if t.unit is not None and t.changed]
        pairs = self._pairs([(t, by_place[t.token]) for t in changed])
        out = []
        done = 0
        for text, aligned in zip(changed, pairs, strict=True):
            unit = by_place[text.token]
            english, starts = _joined(text)
            pieces = [Aligned(p.start, at, pair) for p, at, pair in zip(text.pieces, starts, aligned, strict=True)]
            out += [t.raw for t in tokens[done : unit.first]]
            head, tail = _edges(tokens, unit)
            out += [head, render(english, place(unit, english, pieces)), tail]
            done = unit.last
        return "".join([*out, *(t.raw for t in tokens[done:])])

    def _pairs(self, units: Sequence[tuple[_Text, Unit]]) -> list[list[Pair]]:
        """The aligned segments of each unit; a model is asked only where a tag stands within a segment."""
        wanted: dict[str, list[tuple[str, str]]] = {}
        for text, unit in units:
            for piece, draft in zip(text.pieces, text.drafts, strict=True):
                if draft.text != piece.text and _edges_within(unit, piece):
                    wanted.setdefault(piece.language_code, []).append((straight(piece.text), straight(draft.text)))
        links = {}
        for code, pairs in sorted(wanted.items()):
            decoder = self._router.decoder(code)
            if decoder:
                unique = list(dict.fromkeys(pairs))
                found = decoder.align([s for s, _ in unique], [t for _, t in unique])
                links.update({(code, *pair): row for pair, row in zip(unique, found, strict=True)})
        out = []
        for text, unit in units:
            row = []
            for piece, draft in zip(text.pieces, text.drafts, strict=True):
                cuts = _edges_within(unit, piece)
                if draft.text == piece.text:
                    row.append(identical(piece.text, cuts))
                else:
                    known = links.get((piece.language_code, straight(piece.text), straight(draft.text)), ())
                    row.append(pair_up(piece.text, draft.text, known, draft.terms, cuts))
            out.append(row)
        return out


def _texts(tokens: Sequence[Token], found: Structure) -> list[_Text]:
    units = [_Text(unit.first, unit.text, unit) for unit in find_units(tokens, found)]
    attributes = [_Text(i, value, None, name) for i, name, value in read_attributes(tokens, found)]
    attributes = [replace(t, text=" ".join(t.text.split())) for t in attributes]
    return sorted([*attributes, *units], key=lambda t: t.token)


def _edges_within(unit: Unit, piece: Piece) -> list[int]:
    """Where elements begin or end among the words of a segment, and where points stand there: places in its text."""
    words = [i for i, c in enumerate(piece.text) if c.isalnum()]
    if not words:
        return []
    first, last = piece.start + words[0], piece.start + words[-1]
    edges = unit.edges
    return [at - piece.start for at in edges[bisect_right(edges, first) : bisect_right(edges, last)]]


def _joined(text: _Text) -> tuple[str, list[int]]:
    """The English of a text, and where each segment begins in it; line breaks as in the original."""
    english = ""
    starts = []
    done = 0
    for piece, draft in zip(text.pieces, text.drafts, strict=True):
        breaks = text.text[done : piece.start].count(BREAK)
        english += BREAK * breaks or " " * bool(english)
        starts.append(len(english))
        english += draft.text
        done = piece.start + len(piece.text)
    return english + BREAK * text.text[done:].count(BREAK), starts


def _edges(tokens: Sequence[Token], unit: Unit) -> tuple[str, str]:
    """White space around a unit, as it was written."""
    spaces = " \t\n\r\f"
    first, last = (t.raw if t.kind is Kind.TEXT else "" for t in (tokens[unit.first], tokens[unit.last - 1]))
    head = first[: len(first) - len(first.lstrip(spaces))]
    tail = last[len(last.rstrip(spaces)) :]
    return head, tail


def _segments(texts: Sequence[_Text]) -> tuple[tuple[Segment, ...], tuple[TermOccurrence, ...]]:
    segments, terms = [], []
    for number, text in enumerate(texts, start=1):
        for i, draft in enumerate(text.drafts, start=1):
            name = f"u{number}.s{i}"
            segments.append(
                Segment(name, draft.original, draft.text, bcp47(draft.language_code), draft.score, draft.flags)
            )
            terms += [TermOccurrence(name, use) for use in draft.terms]
    return tuple(segments), tuple(terms)
