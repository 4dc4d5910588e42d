"""What every call goes through, in one place: request id, log, metrics and spans, keys, quotas, and errors as statuses.

One interceptor runs all steps in order instead of one nested in the other: gRPC would ask each of them for a new handler
at every call. Messages are parsed here, after the key was looked at: nothing that a stranger sends is parsed, and what is
no message is the caller's fault.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from time import perf_counter
from typing import Any, NoReturn, TypeAlias

import grpc
from google.protobuf.message import DecodeError
from grpc_status import rpc_status

from service import logs
from service.batching import caller_id
from service.errors import InvalidInputError, TidingsError
from service.rpc.calls import REQUEST_ID, Call, Observer, characters_of, current, metadata_of, request_id_of
from service.rpc.gate import Gate
from service.rpc.status import status_of

log = logging.getLogger(__name__)

Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"


@dataclass(frozen=True, slots=True)
class _Method:
    service: str
    name: str
    kind: str
    handler: Handler


class Chain(grpc.aio.ServerInterceptor):
    """The steps around every method. `observers` are told of each call."""

    def __init__(self, gate: Gate, observers: Sequence[Observer] = ()) -> None:
        self._gate = gate
        self._observers = tuple(observers)
        self._methods: dict[str, _Method] = {}

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler | None:
        """The method with its steps around it; where the caller is not let in, what refuses it without reading a message."""
        details: Any = handler_call_details
        method = self._methods.get(details.method)
        if method is None:
            handler = await continuation(handler_call_details)
            if handler is None:
                return None
            method = self._methods[details.method] = self._wrapped(details.method, handler)
        metadata = metadata_of(details.invocation_metadata)
        call = Call(
            method.service, method.name, method.kind, request_id_of(metadata), metadata, observers=self._observers
        )
        # gRPC runs interceptor and method in one task, so the method sees these.
        current.set(call)
        logs.request_id.set(call.request_id)
        try:
            self._gate.admit(call)
        except TidingsError as error:
            return grpc.stream_stream_rpc_method_handler(self._refusal(error))
        return method.handler

    def _wrapped(self, path: str, handler: Any) -> _Method:
        """`handler` with the steps around it; made once a method. It is given bytes, and parses them itself."""
        service, _, name = path.lstrip("/").partition("/")
        kind, make, behaviour = next(
            (kind, make, behaviour)
            for kind, make, behaviour in (
                ("unary", grpc.unary_unary_rpc_method_handler, handler.unary_unary),
                ("server_stream", grpc.unary_stream_rpc_method_handler, handler.unary_stream),
                ("client_stream", grpc.stream_unary_rpc_method_handler, handler.stream_unary),
                ("bidi_stream", grpc.stream_stream_rpc_method_handler, handler.stream_stream),
            )
            if behaviour
        )
        around = self._streaming if handler.response_streaming else self._unary
        wrapped: Handler = make(
            around(behaviour, _parser(handler.request_deserializer), streamed=handler.request_streaming),
            response_serializer=handler.response_serializer,
        )
        return _Method(service, name, kind, wrapped)

    def _unary(self, behaviour: Any, parse: Callable[[bytes], Any], *, streamed: bool) -> Any:
        async def answered(sent: Any, context: Any) -> Any:
            call = self._began(context)
            try:
                request = self._messages(call, sent, parse, context) if streamed else self._message(call, sent, parse)
                reply = behaviour(request, context)
                if asyncio.iscoroutine(reply):
                    reply = await reply
                self._replied(call, reply)
                call.code = "OK"
                return reply
            except BaseException as error:
                await _failed(call, context, error)
            finally:
                self._ended(call)

        return answered

    def _streaming(self, behaviour: Any, parse: Callable[[bytes], Any], *, streamed: bool) -> Any:
        # A coroutine that writes, no generator: where the client goes while a reply is written, this is told at once.
        async def answered(sent: Any, context: Any) -> None:
            call = self._began(context)
            try:
                request = self._messages(call, sent, parse, context) if streamed else self._message(call, sent, parse)
                replies = behaviour(request, context)
                if hasattr(replies, "__aiter__"):
                    async with aclosing(replies):
                        async for reply in replies:
                            self._replied(call, reply)
                            await context.write(reply)
                else:
                    await replies  # it writes through the context, as the health service does
                call.code = "OK"
            except BaseException as error:
                await _failed(call, context, error)
            finally:
                self._ended(call)

        return answered

    def _refusal(self, error: TidingsError) -> Any:
        async def refused(_sent: Any, context: Any) -> None:
            call = self._began(context)
            try:
                await _failed(call, context, error)
            finally:
                self._ended(call)

        return refused

    def _message(self, call: Call, sent: bytes, parse: Callable[[bytes], Any]) -> Any:
        request = parse(sent)
        self._gate.charge(call, self._counted(call, request))
        return request

    async def _messages(self, call: Call, sent: Any, parse: Callable[[bytes], Any], context: Any) -> AsyncIterator[Any]:
        async for data in sent:
            request = parse(data)
            await self._gate.pace(call, self._counted(call, request), context.time_remaining())
            yield request

    def _counted(self, call: Call, request: Any) -> int:
        characters = characters_of(request)
        call.requests += 1
        call.characters += characters
        return characters

    def _began(self, context: Any) -> Call:
        call = current.get()
        call.peer = context.peer()
        caller_id.set(call.key.id if call.key else call.peer)
        context.set_trailing_metadata(((REQUEST_ID, call.request_id),))
        for observer in self._observers:
            observer.began(call)
        return call

    def _replied(self, call: Call, reply: Any) -> None:
        call.replies += 1
        for observer in self._observers:
            observer.replied(call, reply)

    def _ended(self, call: Call) -> None:
        call.seconds = perf_counter() - call.started
        for observer in self._observers:
            observer.ended(call)


async def _failed(call: Call, context: Any, error: BaseException) -> NoReturn:
    """Answer `error` with its status, the request id in the trailers. Raises, always."""
    if isinstance(error, asyncio.CancelledError):
        # gRPC cancels for a client that went and for a deadline that passed alike.
        call.code = "DEADLINE_EXCEEDED" if context.time_remaining() == 0 else "CANCELLED"
        raise error
    if isinstance(error, grpc.aio.AbortError):
        call.code = getattr(context.code(), "name", "UNKNOWN")
        raise error
    if not isinstance(error, Exception):
        call.code = "CANCELLED"
        raise error
    found = status_of(error)
    call.reason = error.reason if isinstance(error, TidingsError) else "UNEXPECTED"
    status = rpc_status.to_status(found)
    call.code = status.code.name
    await context.abort(status.code, status.details, (*status.trailing_metadata, (REQUEST_ID, call.request_id)))
    raise AssertionError("abort came back")


def _parser(deserialize: Callable[[bytes], Any] | None) -> Callable[[bytes], Any]:
    """`deserialize`, with bytes that are no such message as INVALID_MESSAGE."""

    def parse(data: bytes) -> Any:
        try:
            return deserialize(data) if deserialize else data
        except DecodeError as error:
            raise InvalidInputError(
                "INVALID_MESSAGE", f"the {len(data):,} bytes sent are no message of this method", stage="read"
            ) from error

    return parse


class AccessLog(Observer):
    """One line a call, at its end: method, status, time, caller, size. Never its text, never its key's secret."""

    def ended(self, call: Call) -> None:
        """The line. Health checks are said at DEBUG only; a fault of the server's own at ERROR."""
        level = logging.ERROR if call.code in ("INTERNAL", "UNKNOWN", "DATA_LOSS") else logging.INFO
        if call.service == "grpc.health.v1.Health":
            level = logging.DEBUG
        if not log.isEnabledFor(level):
            return
        fields = {
            "method": f"{call.service}/{call.method}",
            "code": call.code,
            "seconds": round(call.seconds, 6),
            "characters": call.characters,
            "peer": call.peer,
        }
        if call.inference_seconds:
            fields |= {
                "queue_seconds": round(call.queue_seconds, 6),
                "inference_seconds": round(call.inference_seconds, 6),
            }
        if call.reason:
            fields["reason"] = call.reason
        if call.key:
            fields["key_id"] = call.key.id
        if call.kind != "unary":
            fields |= {"requests": call.requests, "replies": call.replies}
        log.log(level, "%s %s", call.method, call.code, extra={"fields": fields})
