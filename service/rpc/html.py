"""TranslateHtml: its request checked, its reply made."""

from __future__ import annotations

from service.config import Settings
from service.errors import InvalidInputError
from service.rpc.replies import provenance_message, segment_messages, term_messages
from service.rpc.requests import bytes_of
from service.translation.html import HtmlTranslation
from tidings.v1 import newsroom_pb2 as pb


def html_of(request: pb.TranslateHtmlRequest, settings: Settings) -> tuple[str, str | None]:
    """The HTML and its language, None to have it detected. Raises InvalidInputError (EMPTY_DOCUMENT, TOO_LONG)."""
    if not request.html.strip():
        raise InvalidInputError(
            "EMPTY_DOCUMENT", "the HTML is empty; give a page or a fragment", field="html", stage="read"
        )
    bytes_of(request.html, settings, what="HTML", field="html")
    return request.html, request.language_code or None


def html_response(translation: HtmlTranslation, serving_info: pb.ServingInfo) -> pb.TranslateHtmlResponse:
    """The reply."""
    return pb.TranslateHtmlResponse(
        html=translation.html,
        source_language_code=translation.source_language_code,
        segments=segment_messages(translation.segments),
        terms=term_messages(translation.terms),
        provenance=provenance_message(translation.provenance),
        serving_info=serving_info,
    )
