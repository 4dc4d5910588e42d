"""Articles -> events: which tell of one happening, and what they say of it together.

Knows grouping (`group`), the record of one event (`card`) and why two articles belong together (`explain`). Events
are by what happened, who, where and when, not by topic. Works on English text, with dates and names from the
originals. May import `service.facts`, `service.languages`, `service.domain`, `service.errors`.
"""

from service.events.card import describe_event, event_id
from service.events.explain import Explanation, explain
from service.events.group import group_documents

__all__ = ["Explanation", "describe_event", "event_id", "explain", "group_documents"]
