"""A bare grpc.aio server that answers with bytes made beforehand: what any Python server's replies a second can reach.

    python -m tests.bench.echo REPLY_BYTES

Listens on a free port of 127.0.0.1 and prints it. The method's path and the sizes are those of TranslateDocument.
"""

from __future__ import annotations

import asyncio
import os
import sys

import grpc

SERVICE, METHOD = "tidings.v1.NewsroomService", "TranslateDocument"


async def serve(reply: bytes) -> None:
    """Answer every call with `reply` until the process is ended."""

    async def answer(request: bytes, context: object) -> bytes:
        return reply

    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    handler = grpc.unary_unary_rpc_method_handler(answer)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, {METHOD: handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(serve(os.urandom(int(sys.argv[1]))))
