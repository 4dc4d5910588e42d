"""tidings translate: articles in English."""

from __future__ import annotations

import click

from service.cli.options import Common, with_glossary


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--explain", is_flag=True, help="Also show the lines that cleaning left out, and by which rule.")
@click.option("--html", "in_place", is_flag=True, help="Print the page itself in English, every tag in its place.")
@with_glossary
def translate(files: tuple[str, ...], explain: bool, in_place: bool, common: Common) -> int:
    """Translate articles into English; - reads standard input.

    FILE is text (.txt), a saved page (.html) or records (.jsonl). What a check doubts is marked in the text and
    explained below it. A bad article is named, the others are done, and the exit code is 1.

    \b
    Examples:
      tidings translate article.txt
      tidings translate page.html --explain
      tidings translate page.html --html > page.en.html
      tidings translate *.txt --json > translations.jsonl
      tidings translate article.txt --glossary court.toml --protect Dagsrevyen
      curl -s https://example.org/article | tidings translate -
    """
    from service.cli.inputs import check_files, each
    from service.cli.terminal import console, show_translation
    from service.corpus.records import dumps, failure_record, translation_record
    from service.corpus.revisions import Versions, revise
    from service.domain import Failure, Translation

    check_files(files)
    settings = common.settings()
    if in_place:
        from service.cli.pages import translate_pages

        return translate_pages(files, common, settings, explain=explain)
    out = console()
    shown = 0
    versions = Versions[Translation]()

    def show(translation: Translation) -> None:
        nonlocal shown
        translation = revise(translation, versions.replace(translation.document_id, translation.url, translation))
        if common.json:
            click.echo(dumps(translation_record(translation)))
        else:
            if shown:
                out.rule(style="dim")
            show_translation(out, translation, explain=explain)
        shown += 1

    def refuse(failure: Failure) -> None:
        if common.json:
            click.echo(dumps(failure_record(failure)))

    with common.newsroom(settings) as newsroom:
        code = each(files, newsroom.translate, show, refuse, stage="translate")
        common.say_notice(newsroom)
    return code
