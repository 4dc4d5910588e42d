"""Terms with a translation of their own and spans that stay as they are (docs/glossary.md).

Knows how a term is inflected (`[inflection]` of each language file), where it stands in a text, and whether an English
text has it. May import domain, errors and languages.
"""

from service.translation.glossary.chosen import chosen_glossary
from service.translation.glossary.files import glossary_names, load_glossary, load_named
from service.translation.glossary.glossary import EMPTY, Glossary
from service.translation.glossary.terms import Term

__all__ = ["EMPTY", "Glossary", "Term", "chosen_glossary", "glossary_names", "load_glossary", "load_named"]
