"""Events kept over time: articles arrive, events are founded, grow, merge and split, and every version stays.

Knows the desk (`EventDesk`), what becomes of events (`fate`) and what is new between two versions (`news`). May import
the rest of `service.events` and `service.store`.
"""

from service.events.online.desk import Codec, CurrentEvent, EventDesk
from service.events.online.news import News, new_since

__all__ = ["Codec", "CurrentEvent", "EventDesk", "News", "new_since"]
