"""The systems that the summary evaluation compares, each writing for a number of words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.base import DecodingOptions
from service.batching import Decoder
from service.domain import EventSummary, Summary, Translation
from service.errors import ConfigurationError
from service.evaluation.data import Record
from service.evaluation.english import english, sentences
from service.evaluation.lexrank import lexrank
from service.evaluation.shape import TIDINGS
from service.events.article import read_article
from service.events.duplicates import find_duplicates
from service.summaries import ArticleSummarizer, EventSummarizer, SummaryLength, summary_options

LEAD, LEXRANK, SEQ2SEQ = "lead-3", "lexrank", "seq2seq"
LEAD_SENTENCES = 3


@dataclass(frozen=True)
class Item:
    """One article (a single document) or one event, and one or two human summaries."""

    documents: tuple[Translation, ...]
    references: tuple[str, ...]
    is_event: bool

    @property
    def text(self) -> str:
        """All documents, one after the other."""
        return "\n".join(document.text for document in self.documents)


def read_item(row: Record, number: int) -> Item:
    """One record. Raises ConfigurationError for documents that are none."""
    references = tuple(str(row[name]) for name in ("summary", "summary2") if row.get(name))
    if not references:
        raise ConfigurationError("BAD_DATA", f"record {number + 1} has an empty summary")
    if "documents" not in row:
        return Item((english(f"a{number}", row["text"], title=row.get("title") or None),), references, False)
    documents = row["documents"]
    if not documents or not all(isinstance(d, dict) and "text" in d for d in documents):
        raise ConfigurationError("BAD_DATA", f"record {number + 1}: documents should be a list of objects with text")
    made = [
        english(f"e{number}.{i}", d["text"], title=d.get("title") or None, outlet=f"outlet {i}")
        for i, d in enumerate(documents, start=1)
    ]
    return Item(tuple(made), references, True)


def tidings(item: Item, decoder: Decoder | None, length: SummaryLength | None = None) -> Summary | EventSummary:
    """What Tidings writes: of the shipped length where none is given. All documents of an item are one event."""
    if not item.is_event:
        return ArticleSummarizer(decoder, length=length or SummaryLength.PARAGRAPH).summarize(item.documents[0])
    summarizer = EventSummarizer(decoder, length=length or SummaryLength.EVENT)
    return summarizer.summarize(item.documents, find_duplicates([read_article(d) for d in item.documents]))


class Systems:
    """Name -> a summary. `seq2seq` only where a summariser is installed."""

    def __init__(self, decoder: Decoder | None) -> None:
        self.decoder = decoder

    @property
    def names(self) -> tuple[str, ...]:
        """Tidings first."""
        return (TIDINGS, LEAD, LEXRANK, *((SEQ2SEQ,) if self.decoder else ()))

    def signature(self, system: str) -> str:
        """Which model wrote, where one did."""
        if system in (TIDINGS, SEQ2SEQ) and self.decoder:
            return self.decoder.provenance(self._options(SummaryLength.PARAGRAPH)).signature
        return f"system:{system}"

    def write(self, system: str, item: Item, words: int) -> str:
        """A summary of about `words` words; callers cut it there.

        `lead-3` is the first three sentences of the (first) document, `lexrank` the most central of all of them.
        """
        if system == TIDINGS:
            return tidings(item, self.decoder, SummaryLength(words)).text
        if system == LEAD:
            return " ".join(sentences(item.documents[0].text)[:LEAD_SENTENCES])
        if system == LEXRANK:
            return " ".join(lexrank(sentences(item.text), words))
        return self._seq2seq(item, words)

    def _seq2seq(self, item: Item, words: int) -> str:
        """The checkpoint alone, unchecked: a document model reads what it can of the text from the beginning on, a
        compressor shortens the leading sentences one by one.
        """
        if not self.decoder:
            return ""
        engine = self.decoder.engine
        parts = [part for part in sentences(item.text) if engine.count_tokens([part])[0] <= engine.max_input_tokens]
        options = replace(self._options(SummaryLength(words)), num_hypotheses=1)
        if engine.spec.summary_input == "sentence":
            lead: list[str] = []
            while len(lead) < len(parts) and sum(len(part.split()) for part in lead) < 2 * words:
                lead.append(parts[len(lead)])
            return " ".join(hypotheses[0].text for hypotheses in self.decoder.decode(lead, options)) if lead else ""
        room = engine.max_input_tokens
        while parts and engine.count_tokens([" ".join(parts)])[0] > room:
            parts.pop()
        return self.decoder.decode([" ".join(parts)], options)[0][0].text if parts else ""

    def _options(self, length: SummaryLength) -> DecodingOptions:
        if not self.decoder:
            return DecodingOptions()
        return summary_options(self.decoder.engine.spec, length)
