"""Which model serves which language: an explicit table, never a distance between languages.

(langcodes scores Norwegian and Danish as near twins, so a distance would send one through the other's model.)
"""

from __future__ import annotations

from collections.abc import Mapping

from service.batching import Decoder
from service.errors import InvalidInputError
from service.text.detection_codes import outsider_name

TARGET = "en"

#: Names for messages: langcodes needs a megabyte of data to say these.
LANGUAGE_NAMES = {
    "nb": "Norwegian Bokmål", "nn": "Norwegian Nynorsk", "no": "Norwegian", "da": "Danish", "sv": "Swedish",
    "is": "Icelandic", "de": "German", "nl": "Dutch", "en": "English", "fr": "French",
    "other": "a language Tidings does not know",
    "und": "a language Tidings does not know",
}  # fmt: skip


def language_name(code: str) -> str:
    """English name of a language with its code, for people."""
    return f"{LANGUAGE_NAMES.get(code) or outsider_name(code)} ({code})"


class Router:
    """Source language -> the decoder that translates it into English."""

    def __init__(self, decoders: Mapping[str, Decoder]) -> None:
        self._decoders = dict(decoders)

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The source languages that are routed, sorted."""
        return tuple(sorted(self._decoders))

    def decoder(self, language_code: str) -> Decoder | None:
        """The decoder of `language_code`, None where no installed model routes it."""
        return self._decoders.get(language_code)

    def require(self, language_code: str, *, guess: str | None = None) -> None:
        """Raise InvalidInputError (UNSUPPORTED_LANGUAGE) unless a document in this language can be read.

        `guess` names the likeliest language where `language_code` is `other`.
        """
        if language_code == TARGET or language_code in self._decoders:
            return
        named = guess or ("und" if language_code == "other" else language_code)
        seems = "seems to be" if language_code == "other" else "is"
        good = ", ".join(language_name(code) for code in (*self.language_codes, TARGET))
        raise InvalidInputError(
            "UNSUPPORTED_LANGUAGE",
            f"the document {seems} in {language_name(named)}, and no installed model translates that; good are {good}",
            metadata={"language_code": named, "supported": ",".join((*self.language_codes, TARGET))},
            field="document.language_code",
            stage="detect",
        )
