"""Clients of a server, in a process of their own: each has a connection and sends its next request once the last is answered.

    python -m tests.bench.load PORT

Reads a question a line: {"mode": "articles", "clients": 8, "articles": […]}, {"mode": "repeat", "clients": 8, "article": …,
"requests": 5000} or {"mode": "fair", "big": …, "headlines": […], "pause": 0.1}. Answers with a line of JSON. Times are seconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import grpc

from tests.bench.workers import cut_off_message
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

PATH = "/tidings.v1.NewsroomService/TranslateDocument"
OPTIONS = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_receive_message_length", -1)]


def request_of(article: dict[str, str]) -> pb.TranslateDocumentRequest:
    """The request that sends it."""
    return pb.TranslateDocumentRequest(document=pb.Document(**article))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


async def _clients(port: int, count: int, client: Callable[[grpc.aio.Channel], Awaitable[None]]) -> float:
    """Run `count` clients to their end; seconds it took, connecting left out."""
    channels = [grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=OPTIONS) for _ in range(count)]
    try:
        await asyncio.gather(*(channel.channel_ready() for channel in channels))
        began = time.perf_counter()
        await asyncio.gather(*map(client, channels))
        return time.perf_counter() - began
    finally:
        await asyncio.gather(*(channel.close() for channel in channels))


async def articles(port: int, question: dict[str, Any]) -> dict[str, Any]:
    """Each article once, by whichever client is free."""
    waiting = list(reversed(question["articles"]))
    latencies: list[float] = []
    counts = {"segments": 0, "cut_off": 0, "cached": 0}

    async def client(channel: grpc.aio.Channel) -> None:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        while waiting:
            request = request_of(waiting.pop())
            began = time.perf_counter()
            reply = await stub.TranslateDocument(request)
            latencies.append(time.perf_counter() - began)
            counts["segments"] += len(reply.translation.segments)
            counts["cut_off"] += cut_off_message(reply.translation.segments)
            counts["cached"] += reply.serving_info.cached

    seconds = await _clients(port, question["clients"], client)
    return {"seconds": seconds, **counts, **_latency(latencies)}


async def repeat(port: int, question: dict[str, Any]) -> dict[str, Any]:
    """One article again and again, `requests` times in all. Bytes in, bytes out: a client's own parsing is not measured."""
    data = request_of(question["article"]).SerializeToString()
    left = question["requests"]
    latencies: list[float] = []
    last = b""

    async def client(channel: grpc.aio.Channel) -> None:
        nonlocal left, last
        call = channel.unary_unary(PATH)
        while left > 0:
            left -= 1
            began = time.perf_counter()
            last = await call(data)
            latencies.append(time.perf_counter() - began)

    seconds = await _clients(port, question["clients"], client)
    return {"seconds": seconds, "requests": len(latencies), "reply_bytes": len(last), **_latency(latencies)}


async def fair(port: int, question: dict[str, Any]) -> dict[str, Any]:
    """Headlines one after the other, alone and then while another client's `big` document is in work."""
    out: dict[str, Any] = {}
    waiting = list(reversed(question["headlines"]))

    async def headlines(stub: Any, until: Callable[[], bool]) -> list[float]:
        latencies = []
        while waiting and not until():
            request = request_of(waiting.pop())
            began = time.perf_counter()
            await stub.TranslateDocument(request)
            latencies.append(time.perf_counter() - began)
            await asyncio.sleep(question["pause"])
        return latencies

    async def client(channel: grpc.aio.Channel) -> None:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=OPTIONS) as other:
            until = time.perf_counter() + question["seconds"]
            out["alone"] = _latency(await headlines(stub, lambda: time.perf_counter() > until))
            began = time.perf_counter()
            big = newsroom_pb2_grpc.NewsroomServiceStub(other).TranslateDocument(request_of(question["big"]))
            await asyncio.sleep(0.5)
            until = time.perf_counter() + question["seconds"]
            beside = await headlines(stub, lambda: big.done() or time.perf_counter() > until)
            out["beside"] = _latency(beside)
            out["big_done"] = big.done()
            if big.done():
                reply = await big
                out["big_segments"], out["big_seconds"] = (
                    len(reply.translation.segments),
                    time.perf_counter() - began,
                )
            else:
                big.cancel()

    await _clients(port, 1, client)
    return out


def _latency(latencies: Sequence[float]) -> dict[str, float]:
    if not latencies:
        return {"count": 0}
    return {
        "count": len(latencies),
        "p50": percentile(latencies, 0.5),
        "p99": percentile(latencies, 0.99),
        "longest": max(latencies),
    }


MODES = {"articles": articles, "repeat": repeat, "fair": fair}


def main() -> None:
    """Answer until standard input ends."""
    port = int(sys.argv[1])
    for line in sys.stdin:
        question = json.loads(line)
        cpu = time.process_time()
        answer = asyncio.run(MODES[question["mode"]](port, question))
        sys.stdout.write(json.dumps({**answer, "cpu": time.process_time() - cpu}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
