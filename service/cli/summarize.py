"""tidings summarize: what an article says, in a few English sentences, each with its sources."""

from __future__ import annotations

import click

from service.cli.options import Common, with_glossary


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--length", metavar="LENGTH", help="headline, sentence, paragraph (the default), or 10 to 1000 words.")
@click.option("--sources", is_flag=True, help="Also show the segments each sentence rests on, and their originals.")
@with_glossary
def summarize(files: tuple[str, ...], length: str | None, sources: bool, common: Common) -> int:
    """Summarise articles in English; - reads standard input.

    Every sentence rests on sentences of the article: --sources shows them, in English and as they were written.

    \b
    Examples:
      tidings summarize article.txt
      tidings summarize article.txt --length sentence
      tidings summarize *.txt --sources
      tidings summarize *.txt --json > summaries.jsonl
    """
    from service.cli.inputs import check_files, each
    from service.cli.terminal import console, show_summary
    from service.corpus.records import dumps, failure_record, summary_record
    from service.domain import Document, Failure, Summary

    check_files(files)
    settings = common.settings(summary_length=length)
    out = console()
    shown = 0

    def show(summary: Summary) -> None:
        nonlocal shown
        if common.json:
            click.echo(dumps(summary_record(summary)))
        else:
            if shown:
                out.rule(style="dim")
            show_summary(out, summary, sources=sources)
        shown += 1

    def refuse(failure: Failure) -> None:
        if common.json:
            click.echo(dumps(failure_record(failure)))

    with common.newsroom(settings) as newsroom:

        def work(document: Document) -> Summary:
            return newsroom.summarize(newsroom.translate(document))

        code = each(files, work, show, refuse, stage="summarize")
        common.say_notice(newsroom)
    return code
