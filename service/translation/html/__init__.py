"""HTML in, HTML out: the words are English, every tag and everything that is no text stands where it belongs.

Knows how a page is read without rewriting it, what a unit is, and where an element goes in the English of its unit.
May import translation, batching, text, domain, errors, and the word links of models.
"""

from service.translation.html.translator import HtmlTranslation, HtmlTranslator

__all__ = ["HtmlTranslation", "HtmlTranslator"]
