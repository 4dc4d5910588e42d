"""Bytes to paragraphs to segments: reading, cleaning, detection, segmentation. Never loses a character of the body.

Knows how scraped pages and languages look on the surface, nothing of what they say. May import service.facts (cleaning
asks it for publication stamps), service.languages, service.domain and service.errors.
"""

from service.text.cleaning import clean, find_furniture
from service.text.reading import read_document

__all__ = ["clean", "find_furniture", "read_document"]
