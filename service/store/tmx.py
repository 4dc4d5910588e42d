"""Translation memories of other tools: TMX 1.4b (LISA OSCAR, 2005) in and out, one unit at a time whatever the file's size.

Nothing outside the file is ever read for it, and a file that declares entities is refused: a memory needs none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from service.errors import InvalidInputError
from service.store.translation_memory_pairs import SOURCE_LANGUAGES, Correction, Origin, Proposal, checked

TARGET = "en"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = "%Y%m%dT%H%M%SZ"
_DATES = (_DATE, "%Y%m%dT%H%M%S", "%Y%m%d")
"""TMX asks for the first; other tools write the others."""

_RFC3339 = "%Y-%m-%dT%H:%M:%SZ"
_SPACE = re.compile(r"[ \t\r\n]+")
_KEPT_INLINE = "hi"
"""The one inline element whose content is text; that of bpt, ept, it, ph and ut is another program's mark-up."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit of a file gave: pairs, or a fault. Neither: a unit of languages that Tidings does not translate."""

    line: int
    proposals: tuple[Proposal, ...] = ()
    fault: str | None = None
    flattened: bool = False
    """Whether inline tags were left out."""


def read_tmx(stream: IO[bytes], *, author: str, name: str) -> Iterator[Unit]:
    """The units of a TMX file, each pair into English checked. `author` stands where a unit names none.

    A bad unit is a fault with its line, and the rest is read; where the XML itself breaks, that is the last fault. Raises
    InvalidInputError (NOT_TMX) for another kind of file, (UNSAFE_XML) for one that declares entities.
    """
    units = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=("{*}tmx", "{*}tu"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    found = False
    try:
        for event, element in units:
            if event == "start":
                found = found or _is_tmx(element, name)
                continue
            if etree.QName(element).localname == "tu":
                yield _unit(element, author, name)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        if not found:
            raise _no_tmx(name, str(error.msg)) from error
        line = error.lineno or 0
        yield Unit(line, fault=f"the XML breaks here ({error.msg}); what stands below was not read")
    if not found:
        raise _no_tmx(name, f"it begins with <{etree.QName(units.root).localname}>")


def _is_tmx(element: Any, name: str) -> bool:
    """Look at the root before anything below it is read."""
    if etree.QName(element).localname != "tmx":
        raise _no_tmx(name, "its root is another element")
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and (declared := [entity.name for entity in dtd.iterentities()]):
        raise InvalidInputError(
            "UNSAFE_XML",
            f"{name} declares entities ({', '.join(declared[:5])}); they are not read: save it without them",
            metadata={"file": name},
        )
    return True


def _no_tmx(name: str, why: str) -> InvalidInputError:
    return InvalidInputError("NOT_TMX", f"{name} is no TMX file ({why}); a TMX has <tmx> around its units")


def _unit(tu: Any, author: str, name: str) -> Unit:
    line = int(tu.sourceline or 0)
    try:
        return _read_unit(tu, line, author=author, name=name)
    except InvalidInputError as error:
        return Unit(line, fault=error.message)
    except ValueError as error:
        return Unit(line, fault=str(error))


def _read_unit(tu: Any, line: int, *, author: str, name: str) -> Unit:
    variants: list[tuple[str, Any, str]] = []
    flattened = False
    for tuv in tu.iterchildren("{*}tuv"):
        code = _language(tuv.get(_LANG) or tuv.get("lang") or "")
        seg = tuv.find("{*}seg")
        if code and seg is not None:
            text, tagged = _text(seg)
            flattened |= tagged
            variants.append((code, tuv, text))
        elif code:
            raise ValueError(f"its <tuv> in {code} has no <seg>")
        elif not (tuv.get(_LANG) or tuv.get("lang")):
            raise ValueError("a <tuv> names no xml:lang")
    english = next(((tuv, text) for code, tuv, text in variants if code == TARGET), None)
    sources = [(code, text) for code, _, text in variants if code != TARGET]
    if english is None or not sources:
        return Unit(line)
    tuv, text = english

    def said(attribute: str) -> str:
        return tuv.get(attribute) or tu.get(attribute) or ""

    note = f"imported from {name}"
    if said("changeid") or said("changedate"):
        note += f", changed by {said('changeid') or 'an unknown person'}"
        note += f" at {_rfc3339(said('changedate'))}" if said("changedate") else ""
    recorded_at = _rfc3339(said("creationdate")) if said("creationdate") else ""
    who = said("creationid") or said("changeid") or author
    proposals = tuple(
        checked(Proposal(original, text, code, who, *_place(tu), Origin.TMX, recorded_at, note))
        for code, original in sources
    )
    return Unit(line, proposals, flattened=flattened)


def _place(tu: Any) -> tuple[str, str]:
    """Document and segment, from the properties that `write_tmx` writes."""
    props = {prop.get("type"): prop.text or "" for prop in tu.iterchildren("{*}prop")}
    return props.get("x-tidings-document", ""), props.get("x-tidings-segment", "")


def _language(tag: str) -> str:
    """`nb-NO` -> `nb`; empty for a language that Tidings does not translate."""
    code = re.split(r"[-_]", tag.strip().lower())[0]
    return code if code in (*SOURCE_LANGUAGES, TARGET) else ""


def _text(seg: Any) -> tuple[str, bool]:
    """A segment's own text in one line, and whether there were tags in it."""
    parts = [seg.text or ""]
    for child in seg:
        if not isinstance(child.tag, str):
            raise ValueError(f"it refers to the entity &{child.name};, which the file does not explain")
        if etree.QName(child).localname == _KEPT_INLINE:
            parts.append(_text(child)[0])
        parts.append(child.tail or "")
    return _SPACE.sub(" ", "".join(parts)), len(seg) > 0


def _rfc3339(date: str) -> str:
    for form in _DATES:
        try:
            return datetime.datetime.strptime(date, form).strftime(_RFC3339)
        except ValueError:
            continue
    raise ValueError(f"its date {date[:30]!r} is none; it should be such as 20261124T093012Z")


def _tmx_date(date: str) -> str:
    return datetime.datetime.strptime(date, _RFC3339).strftime(_DATE)


def write_tmx(stream: IO[str], corrections: Iterable[Correction], *, version: str) -> int:
    """Write approved pairs as TMX 1.4b; how many. The same pairs give the same bytes: the file has no date of its own."""
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="tidings" creationtoolversion={quoteattr(version)} segtype="sentence" o-tmf="tidings" '
        'adminlang="en" srclang="*all*" datatype="plaintext"/>\n<body>\n'
    )
    number = 0
    for number, c in enumerate(corrections, 1):  # noqa: B007  # counted
        who = (
            f"creationid={quoteattr(c.author)} creationdate={quoteattr(_tmx_date(c.recorded_at))} "
            f"changeid={quoteattr(c.reviewer)} changedate={quoteattr(_tmx_date(c.reviewed_at))}"
        )
        places = (("document", c.document_id), ("segment", c.segment_id))
        props = "".join(f'<prop type="x-tidings-{kind}">{escape(value)}</prop>\n' for kind, value in places if value)
        stream.write(
            f"<tu tuid={quoteattr(c.correction_id)} {who}>\n{props}"
            f"<tuv xml:lang={quoteattr(c.language_code)}><seg>{escape(c.original)}</seg></tuv>\n"
            f'<tuv xml:lang="{TARGET}"><seg>{escape(c.text)}</seg></tuv>\n</tu>\n'
        )
    stream.write("</body>\n</tmx>\n")
    return number
