"""Replies put together from bytes that are ready: a Translation goes on the wire without being parsed and written again."""

from __future__ import annotations

from typing import Any

import grpc

from tidings.v1 import newsroom_pb2 as pb

_UNARY = pb.TranslateDocumentResponse.DESCRIPTOR.fields_by_name
_STREAM = pb.StreamTranslateDocumentsResponse.DESCRIPTOR.fields_by_name
_ID = pb.Translation.DESCRIPTOR.fields_by_name["document_id"].number


def unary_reply(document_id: str, body: bytes, info: pb.ServingInfo) -> bytes:
    """A TranslateDocumentResponse. `body`: a Translation without its document_id."""
    return _field(_UNARY["translation"].number, _named(document_id, body)) + _field(
        _UNARY["serving_info"].number, info.SerializeToString()
    )


def stream_reply(document_id: str, body: bytes, info: pb.ServingInfo) -> bytes:
    """A StreamTranslateDocumentsResponse with that translation."""
    return (
        _field(_STREAM["document_id"].number, document_id.encode())
        + _field(_STREAM["translation"].number, _named(document_id, body))
        + _field(_STREAM["serving_info"].number, info.SerializeToString())
    )


def serialized(reply: Any) -> bytes:
    """The bytes of a reply that is a message or bytes already."""
    data: bytes = reply if isinstance(reply, bytes) else reply.SerializeToString()
    return data


def _named(document_id: str, body: bytes) -> bytes:
    return _field(_ID, document_id.encode()) + body


def _field(number: int, value: bytes) -> bytes:
    """A length-delimited field (protobuf's wire type 2)."""
    return bytes((number << 3 | 2,)) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def ready_handlers(servicer: Any) -> dict[str, grpc.RpcMethodHandler[Any, Any]]:
    """The two methods whose replies are bytes or messages; registered after the generated handlers, they take their place."""
    return {
        "TranslateDocument": grpc.unary_unary_rpc_method_handler(
            servicer.TranslateDocument, pb.TranslateDocumentRequest.FromString, serialized
        ),
        "StreamTranslateDocuments": grpc.stream_stream_rpc_method_handler(
            servicer.StreamTranslateDocuments, pb.StreamTranslateDocumentsRequest.FromString, serialized
        ),
    }
