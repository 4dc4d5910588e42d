"""Starts, watches over and drains the server."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import signal
from collections.abc import Callable

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from service.config import Settings
from service.corpus.desk import open_desk
from service.errors import ConfigurationError
from service.pipeline import Newsroom
from service.rpc.interceptor import ErrorInterceptor
from service.rpc.queue import WorkQueue
from service.rpc.servicer import NewsroomServicer
from service.translation.glossary import chosen_glossary
from tidings.v1 import newsroom_pb2, newsroom_pb2_grpc

log = logging.getLogger(__name__)
SERVICE = newsroom_pb2.DESCRIPTOR.services_by_name["NewsroomService"].full_name


class Server:
    """One listening server over one newsroom. `port` is the real one after `start`, also where 0 was asked for."""

    def __init__(self, newsroom: Newsroom, settings: Settings) -> None:
        self._newsroom = newsroom
        self._settings = settings
        self.port = settings.port

    async def start(self) -> None:
        """Listen and say SERVING. Raises ConfigurationError where the address can't be had."""
        settings = self._settings
        self._queue = WorkQueue(settings.workers or os.cpu_count() or 1, settings.queue_size)
        self._server = grpc.aio.server(
            interceptors=[ErrorInterceptor()],
            options=[
                ("grpc.max_receive_message_length", settings.max_message_bytes),
                ("grpc.max_send_message_length", -1),
                ("grpc.so_reuseport", 0),  # a second server on the port should fail, not share it
            ],
        )
        servicer = NewsroomServicer(self._newsroom, settings, self._queue)
        newsroom_pb2_grpc.add_NewsroomServiceServicer_to_server(servicer, self._server)
        self._health = health.aio.HealthServicer()
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        if settings.reflection or (settings.reflection is None and is_loopback(settings.host)):
            reflection.enable_server_reflection((SERVICE, health.SERVICE_NAME, reflection.SERVICE_NAME), self._server)
        address = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
        try:
            self.port = self._server.add_insecure_port(address)
        except RuntimeError as error:
            raise ConfigurationError(
                "ADDRESS_IN_USE",
                f"can't listen on {address}: it is in use or not this machine's; choose another --port",
            ) from error
        await self._server.start()
        for name in ("", SERVICE):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        log.info("serving %s on %s port %d", SERVICE, settings.host, self.port)

    async def drain(self) -> None:
        """Say NOT_SERVING, take no new calls, finish those in work within `grace_seconds`, then stop."""
        log.info("draining: %d requests in work or waiting", self._queue.depth)
        await self._health.enter_graceful_shutdown()
        await self._server.stop(self._settings.grace_seconds)
        await asyncio.to_thread(self._queue.close)
        log.info("stopped")

    async def wait(self) -> None:
        """Until the server has stopped."""
        await self._server.wait_for_termination()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def serve(settings: Settings, *, on_start: Callable[[int], None] | None = None) -> None:
    """Load the models, serve until SIGTERM or SIGINT, drain. `on_start` gets the port once health says SERVING."""

    async def run() -> None:
        glossary = chosen_glossary(settings.glossaries, (), settings.glossary_dir)
        with Newsroom.open(settings, glossary=glossary) as newsroom:
            await asyncio.to_thread(newsroom.warm)
            open_desk(newsroom, settings.events_path)
            server = Server(newsroom, settings)
            await server.start()
            stop = asyncio.Event()
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
            if on_start:
                on_start(server.port)
            await stop.wait()
            await server.drain()

    asyncio.run(run())
