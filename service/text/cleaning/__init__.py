"""Scraped text or HTML in, the article's body out, with what was found on the way and what was dropped, by which rule.

Knows how pages look: labels, share bars, teasers, comments, captions, stamps, notices. The phrases are data
(`service/languages/*.toml`, [cleaning]); no rule names an outlet. A line is judged by what it is (`lines`), what it
says (`rules`, `notices`, `captions`, `header`) and where it stands (`region`, `comments`, `teasers`); `document` asks
them in order. May import languages, domain, errors, and the stamp reader of service.facts.dates.
"""

from service.text.cleaning.document import clean, content_sha256
from service.text.cleaning.furniture import find_furniture

__all__ = ["clean", "content_sha256", "find_furniture"]
