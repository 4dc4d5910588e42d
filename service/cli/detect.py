"""tidings detect: which language an article is in. Loads no translation model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from service.cli.options import Common, basic

if TYPE_CHECKING:
    from service.domain import Document
    from service.text.detection import LanguageDetector


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@basic
def detect(files: tuple[str, ...], common: Common) -> int:
    """Say which language each article is in, and how sure that is; - reads standard input.

    \b
    Examples:
      tidings detect article.txt
      tidings detect *.txt --json
      echo "Statsministeren reiste til Bergen." | tidings detect -
    """
    from service.cli.inputs import check_files, each
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps, failure_record
    from service.corpus.words import language_name
    from service.domain import Failure
    from service.text.detection import LanguageDetector

    check_files(files)
    common.settings()
    detector = LanguageDetector()
    rows: list[tuple[str, ...]] = []

    def show(record: dict[str, Any]) -> None:
        if common.json:
            click.echo(dumps(record))
            return
        code = record["source_language_code"]
        others = [c for c in record["candidates"] if c["language_code"] != code and c["confidence"] >= 0.01]
        rows.append(
            (
                record["document_id"],
                code,
                language_name(code),
                f"{record['language_confidence']:.0%}",
                ", ".join(f"{c['language_code']} {c['confidence']:.0%}" for c in others[:3]),
            )
        )

    def refuse(failure: Failure) -> None:
        if common.json:
            click.echo(dumps(failure_record(failure)))

    code = each(files, lambda document: detection_record(detector, document), show, refuse, stage="detect")
    if rows:
        show_table(console(), ("Document", "Code", "Language", "Sure", "Else"), rows, right=(3,))
    return code


def detection_record(detector: LanguageDetector, document: Document) -> dict[str, Any]:
    """The language fields of a translation record, and the candidates behind them, likeliest first."""
    from service.errors import InvalidInputError
    from service.text.cleaning import clean

    try:
        cleaned = clean(document)
        paragraphs, declared = [p.text for p in cleaned.paragraphs], cleaned.language_code
    except InvalidInputError:
        # Too little for an article is enough for a language: a headline, a sentence.
        if document.text is None:
            raise
        paragraphs, declared = [document.text], document.language_code
    verdict = detector.detect_document(paragraphs, declared)
    return {
        "document_id": document.document_id,
        "source_language_code": verdict.language_code,
        "language_confidence": round(verdict.confidence, 4),
        "candidates": [
            {"language_code": c.language_code, "confidence": round(c.confidence, 4)}
            for c in detector.detect("\n\n".join(paragraphs))
        ],
    }
