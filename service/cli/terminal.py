"""Translations and summaries as a person reads them in a terminal: wrapped, with what checks say as notes below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from service.corpus.words import NOTICE_WORDS, flag_label, flag_meaning, human_date, language_name
from service.domain import (
    DroppedLine,
    Flag,
    Notice,
    Paragraph,
    ParagraphKind,
    Segment,
    Summary,
    SummarySentence,
    Translation,
)

WIDTH = 88
"""A line longer than this is hard to read, however wide the terminal."""


def console(file: IO[str] | None = None) -> Console:
    """Standard output (or `file`) for people; plain text where it is no terminal."""
    out = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    out.width = min(out.width, WIDTH)
    return out


class Notes:
    """Numbered footnotes: a marker in the text, what it says below."""

    def __init__(self) -> None:
        self._lines: list[Text] = []

    def mark(self, flags: Sequence[Flag]) -> Text:
        """The markers of `flags`, empty for none."""
        markers = Text()
        for flag in flags:
            self._lines.append(
                Text.assemble(
                    (f"[{len(self._lines) + 1}] ", "bold"),
                    (flag_label(flag.code), "yellow" if flag.warns else "cyan"),
                    f": {flag.detail or flag_meaning(flag.code)}",
                )
            )
            markers.append(f"[{len(self._lines)}]", style="yellow" if flag.warns else "cyan")
        return markers

    def show(self, out: Console) -> None:
        """The notes, where there are any."""
        if self._lines:
            out.print()
            for line in self._lines:
                out.print(Padding(line, (0, 0, 0, 2), expand=False))


def show_translation(out: Console, translation: Translation, *, explain: bool = False) -> None:
    """Title, notices, English text, notes; with `explain` what cleaning left out."""
    notes = Notes()
    _show_title(out, translation.title or translation.document_id, notes.mark(translation.title_flags))
    if translation.title_original and translation.title_original != translation.title:
        out.print(Text(translation.title_original, style="italic dim"))
    about = (
        translation.outlet,
        translation.byline,
        translation.dateline,
        human_date(translation.published_at) if translation.published_at else None,
        f"from {language_name(translation.source_language_code)}"
        if translation.source_language_code != translation.target_language_code
        else language_name(translation.source_language_code),
    )
    out.print(Text(" · ".join(part for part in about if part), style="dim"))
    _show_notices(out, translation.notices)
    segments = {segment.segment_id: segment for segment in translation.segments}
    for paragraph in translation.paragraphs:
        out.print()
        out.print(_paragraph(paragraph, [segments[name] for name in paragraph.segment_ids], notes))
    notes.show(out)
    if explain:
        show_dropped(out, translation.dropped_lines)


def _paragraph(paragraph: Paragraph, segments: Iterable[Segment], notes: Notes) -> Text | Padding:
    text = Text()
    for number, segment in enumerate(segments):
        text.append(" " if number else "")
        text.append(segment.text)
        text.append_text(notes.mark(segment.flags))
    match paragraph.kind:
        case ParagraphKind.HEADING:
            text.stylize("bold")
        case ParagraphKind.LIST_ITEM:
            return Padding(Text("• ").append_text(text), (0, 0, 0, 2), expand=False)
        case ParagraphKind.QUOTE:
            return Padding(text, (0, 4), expand=False)
        case ParagraphKind.CAPTION:
            return Text("Caption: ", style="dim").append_text(text)
    return text


def show_summary(out: Console, summary: Summary, *, sources: bool = False) -> None:
    """Title, notices, the summary, notes; with `sources` the segments each sentence rests on."""
    notes = Notes()
    _show_title(out, summary.title or summary.document_id, Text())
    _show_notices(out, summary.notices)
    out.print()
    text = Text()
    for number, sentence in enumerate(summary.sentences):
        text.append(" " if number else "")
        text.append(sentence.text)
        text.append_text(notes.mark(sentence.flags))
    out.print(text)
    notes.show(out)
    if sources:
        for sentence in summary.sentences:
            _show_sources(out, sentence)


def _show_sources(out: Console, sentence: SummarySentence) -> None:
    out.print()
    out.print(Text(sentence.text, style="bold"))
    for source in sentence.sources:
        out.print(Padding(Text.assemble((f"{source.segment_id} ", "dim"), source.text), (0, 0, 0, 2), expand=False))
        if source.original != source.text:
            out.print(Padding(Text(source.original, style="italic dim"), (0, 0, 0, 2), expand=False))


def _show_title(out: Console, title: str, markers: Text) -> None:
    out.print(Text(title, style="bold").append_text(markers))


def _show_notices(out: Console, notices: Sequence[Notice]) -> None:
    for notice in notices:
        out.print(Text.assemble((f"{NOTICE_WORDS[notice.kind]}: ", "bold cyan"), notice.text))


def show_dropped(out: Console, lines: Sequence[DroppedLine]) -> None:
    """What cleaning left out, and by which rule."""
    out.print()
    if not lines:
        out.print("Nothing was left out.")
        return
    show_table(out, ("Rule", "Left out"), [(line.rule, line.original) for line in lines])


def show_table(
    out: Console,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> None:
    """A table whose columns line up. By index: those in `right` are set to the right, those in `whole` never wrap."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for index, name in enumerate(header):
        table.add_column(name, justify="right" if index in right else "left", overflow="fold", no_wrap=index in whole)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with out.capture() as captured:
        out.print(table)
    # rich fills every line up; a file or a paste is better without.
    out.file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))
