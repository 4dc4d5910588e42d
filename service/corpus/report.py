"""report.html: the records for people, in one file that asks the network for nothing.

Made from the record files and from what they said before, so it is as reproducible as those. Streams: a large corpus is
shown in part, and the page says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.corpus.records import Record
from service.corpus.since import EventNews
from service.corpus.words import (
    FLAG_WORDS,
    NOTICE_WORDS,
    counted,
    flag_label,
    flag_meaning,
    human_date,
    in_counts,
    language_name,
)
from service.domain import INFORMING, FlagCode, ParagraphKind

MOST_ARTICLES = 500
MOST_EVENTS = 500
"""What a page shows; a browser takes more badly than slowly. The record files hold everything."""

_TEMPLATE = "report.html.j2"


def report_pieces(
    folder: Path, *, notice: str | None = None, news: Mapping[str, EventNews] = MappingProxyType({})
) -> Iterator[str]:
    """The page in pieces, from the record files in `folder`.

    `notice` is the plain sentence about small models, `news` what is new in an event, by its id.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        human_date=human_date,
        language_name=language_name,
        flag_label=flag_label,
        flag_meaning=flag_meaning,
        counted=counted,
        in_counts=in_counts,
        outlet_in=lambda document_id, outlets: outlets.get(document_id),
        by_date=lambda timeline: [(edtf, list(of)) for edtf, of in groupby(timeline, key=itemgetter("edtf"))],
    )
    environment.tests["warning"] = lambda flag: flag["code"] not in INFORMING
    environment.tests["extractive"] = lambda flags: any(flag["code"] == FlagCode.EXTRACTIVE for flag in flags)
    articles = list(_articles(folder))
    events = list(islice(_read(folder / "events.jsonl"), MOST_EVENTS))
    documents, languages, outlets = _overview(folder)
    stream = environment.get_template(_TEMPLATE).stream(
        notice=notice,
        news=news,
        documents=documents,
        events_total=sum(1 for _ in _read(folder / "events.jsonl")),
        languages=languages,
        outlets=outlets,
        events=events,
        articles=articles,
        failures=list(_read(folder / "failures.jsonl")),
        # Sources point at the latest version of a document: the last one with its id.
        anchors={article["record"]["document_id"]: article["anchor"] for article in articles},
        titles={article["record"]["document_id"]: article["title"] for article in articles},
        outlet_of={article["record"]["document_id"]: article["record"]["outlet"] for article in articles},
        language_of={
            article["record"]["document_id"]: article["record"]["source_language_code"] for article in articles
        },
        notices_of={article["record"]["document_id"]: article["record"]["notices"] for article in articles},
        flag_words=FLAG_WORDS,
        notice_words=NOTICE_WORDS,
    )
    stream.enable_buffering(64)
    return iter(stream)


def _read(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _overview(folder: Path) -> tuple[int, list[tuple[str, int]], int]:
    """Documents, documents by language (most first), and outlets."""
    languages: Counter[str] = Counter()
    outlets = set()
    for record in _read(folder / "translations.jsonl"):
        languages[record["source_language_code"]] += 1
        outlets.add(record["outlet"])
    return (
        languages.total(),
        sorted(languages.items(), key=lambda item: (-item[1], item[0])),
        len(outlets - {None}),
    )


def _articles(folder: Path) -> Iterator[Record]:
    """What the template needs of each article shown."""
    records = list(islice(_read(folder / "translations.jsonl"), MOST_ARTICLES))
    latest = {record["document_id"]: index for index, record in enumerate(records)}
    summaries = {
        record["document_id"]: record for record in _read(folder / "summaries.jsonl") if record["document_id"] in latest
    }
    for index, record in enumerate(records):
        segments = {segment["segment_id"]: segment for segment in record["segments"]}
        is_latest = latest[record["document_id"]] == index
        yield {
            "record": record,
            "anchor": f"a{index + 1}",
            "title": record["title"] or record["document_id"],
            "summary": summaries.get(record["document_id"]) if is_latest else None,
            "paragraphs": [
                {**paragraph, "segments": [segments[name] for name in paragraph["segment_ids"]]}
                for paragraph in record["paragraphs"]
            ],
            "translated": record["source_language_code"] != record["target_language_code"]
            or any(s["language_code"] != record["target_language_code"] for s in record["segments"]),
            "captions": sum(p["kind"] == ParagraphKind.CAPTION for p in record["paragraphs"]),
            "to_check": [
                (segment, [flag for flag in segment["flags"] if flag["code"] not in INFORMING])
                for segment in record["segments"]
                if any(flag["code"] not in INFORMING for flag in segment["flags"])
            ],
        }
