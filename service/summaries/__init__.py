"""Document or event -> summary: choose the sentences that matter, write them, hold them against their sources.

Knows salience and novelty, what reads well out of context, and when a model's sentence may be shown. May import batching,
checks, facts, text, languages, domain and errors; of models only the protocols.
"""

from service.summaries.article import ArticleSummarizer
from service.summaries.compose import summary_options
from service.summaries.event import EventSummarizer
from service.summaries.length import SummaryLength

__all__ = ["ArticleSummarizer", "EventSummarizer", "SummaryLength", "summary_options"]
