"""RecordCorrection and ListCorrections: editors' corrections on their way to the translation memory.

Approving is for people at the newsroom's own machine (`tidings memory approve`); a client can only propose.
"""

from __future__ import annotations

import asyncio
from typing import Any

from service.errors import ConfigurationError, InvalidInputError
from service.pipeline import Newsroom
from service.rpc.paging import position_of, size_of, token_of
from service.store import TranslationMemory
from service.store.translation_memory_pairs import SOURCE_LANGUAGES, Correction, Proposal, State
from tidings.v1 import newsroom_pb2 as pb

_LANGUAGES = tuple(code for code in SOURCE_LANGUAGES if code != "no")
"""What a segment's `language_code` can be; `no` is for memories of other tools."""

_STATES: dict[int, tuple[State, ...]] = {
    pb.Correction.STATE_UNSPECIFIED: (),
    pb.Correction.STATE_PENDING: (State.PENDING,),
    pb.Correction.STATE_APPROVED: (State.APPROVED,),
    pb.Correction.STATE_REJECTED: (State.REJECTED,),
    pb.Correction.STATE_SUPERSEDED: (State.SUPERSEDED,),
}


class CorrectionsMixin:
    """The two methods, over the newsroom's memory."""

    _newsroom: Newsroom

    async def RecordCorrection(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802  # gRPC's name and shape
        """Keep a correction as pending; sent twice it is one."""
        code = request.source_language_code
        if code not in _LANGUAGES:
            raise InvalidInputError(
                "UNSUPPORTED_LANGUAGE",
                f"source_language_code is {code[:20]!r}; it should be one of {', '.join(_LANGUAGES)}",
                field="source_language_code",
                metadata={"language_code": code[:20], "supported": ",".join(_LANGUAGES)},
            )
        proposal = Proposal(
            request.original, request.text, code, request.author, request.document_id, request.segment_id
        )
        correction = await asyncio.to_thread(self._memory().record, proposal)
        return pb.RecordCorrectionResponse(correction=correction_message(correction))

    async def ListCorrections(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802  # gRPC's name and shape
        """A page of corrections, the newest first; what is recorded meanwhile moves none to another page."""
        if request.state not in _STATES:
            raise InvalidInputError(
                "INVALID_STATE",
                f"state is {request.state}; it should be {', '.join(pb.Correction.State.keys())}",
                field="state",
            )
        asked = b"corrections %d" % request.state
        size, before = size_of(request.page_size), position_of(request.page_token, asked)
        memory = self._memory()
        # One more than asked for tells whether there is another page.
        found = await asyncio.to_thread(
            memory.corrections, states=_STATES[request.state], before=before, limit=size + 1
        )
        page = found[:size]
        more = len(found) > size
        return pb.ListCorrectionsResponse(
            corrections=map(correction_message, page),
            next_page_token=token_of(int(page[-1].correction_id[1:]), asked) if more else "",
        )

    def _memory(self) -> TranslationMemory:
        if self._newsroom.memory is None:
            raise ConfigurationError(
                "NO_MEMORY", "this server keeps no translation memory; start it with `tidings serve`"
            )
        return self._newsroom.memory


def correction_message(correction: Correction) -> pb.Correction:
    """A correction as a message."""
    state = next(number for number, states in _STATES.items() if correction.state in states)
    return pb.Correction(
        correction_id=correction.correction_id,
        source_language_code=correction.language_code,
        original=correction.original,
        text=correction.text,
        author=correction.author,
        recorded_at=correction.recorded_at,
        state=pb.Correction.State.ValueType(state),
        reviewer=correction.reviewer,
        reviewed_at=correction.reviewed_at,
        document_id=correction.document_id,
        segment_id=correction.segment_id,
    )
