"""One listening server: it answers health at once, works once a newsroom is there, drains within a bound."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections import Counter
from collections.abc import Sequence

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from service.access import KeyRing
from service.config import Settings
from service.errors import ConfigurationError
from service.pipeline import Newsroom
from service.rpc.calls import Observer
from service.rpc.chain import AccessLog, Chain
from service.rpc.gate import Gate
from service.rpc.queue import WorkQueue, worker_threads
from service.rpc.ready import ready_handlers
from service.rpc.servicer import NewsroomServicer
from service.rpc.tls import server_credentials
from tidings.v1 import newsroom_pb2, newsroom_pb2_grpc

log = logging.getLogger(__name__)
SERVICE = newsroom_pb2.DESCRIPTOR.services_by_name["NewsroomService"].full_name


LAST_REFUSALS_SECONDS = 0.3
"""For so long a server that stops still answers new calls, with a refusal. gRPC ends a call that arrives while it
stops with CANCELLED, which a client takes for its own doing; UNAVAILABLE it sends again elsewhere."""


class Server:
    """A server over one newsroom. `port` is the real one after `start`, also where 0 was asked for.

    Without a newsroom it listens, says NOT_SERVING and answers UNAVAILABLE until `open` brings one.
    """

    def __init__(self, newsroom: Newsroom | None, settings: Settings, *, observers: Sequence[Observer] = ()) -> None:
        self.settings = settings
        self.port = settings.port
        self.queue = WorkQueue(worker_threads(settings), settings.queue_size)
        self.gate = Gate(KeyRing(settings.keys_path) if settings.keys_path else None)
        self.newsroom = newsroom
        self.reloads = Counter({"ok": 0, "refused": 0})
        self._observers = (AccessLog(), *observers)
        self._servicer = NewsroomServicer(self.queue)
        self._health = health.aio.HealthServicer()
        self._server: grpc.aio.Server | None = None

    async def start(self) -> None:
        """Listen, and say SERVING where the newsroom is there. Raises ConfigurationError where the address can't be had."""
        settings = self.settings
        credentials = server_credentials(settings)
        server = grpc.aio.server(
            interceptors=[Chain(self.gate, self._observers)],
            options=[
                ("grpc.max_receive_message_length", settings.max_message_bytes),
                ("grpc.max_send_message_length", -1),
                ("grpc.so_reuseport", 0),  # a second server on the port should fail, not share it
            ],
        )
        newsroom_pb2_grpc.add_NewsroomServiceServicer_to_server(self._servicer, server)
        server.add_registered_method_handlers(SERVICE, ready_handlers(self._servicer))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        if settings.reflection or (settings.reflection is None and is_loopback(settings.host)):
            reflection.enable_server_reflection((SERVICE, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        address = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
        try:
            if credentials is None:
                self.port = server.add_insecure_port(address)
            else:
                self.port = server.add_secure_port(address, credentials)
        except RuntimeError as error:
            raise ConfigurationError(
                "ADDRESS_IN_USE",
                f"can't listen on {address}: it is in use or not this machine's; choose another --port",
            ) from error
        await self._say(health_pb2.HealthCheckResponse.NOT_SERVING)
        await server.start()
        self._server = server
        log.info("listening on %s port %d, %s", settings.host, self.port, _protection(settings))
        if not is_loopback(settings.host):
            _warn_of_open_doors(settings)
        if self.newsroom is not None:
            await self.open(self.newsroom)

    async def open(self, newsroom: Newsroom) -> None:
        """Work with `newsroom` from now on, and say SERVING."""
        self.newsroom = newsroom
        self.apply(self.settings)
        self.gate.loading = False
        await self._say(health_pb2.HealthCheckResponse.SERVING)
        log.info("serving %s on %s port %d", SERVICE, self.settings.host, self.port)

    def apply(self, settings: Settings) -> None:
        """Go by `settings` from the next request on; what only a start can change stays as it is."""
        self.settings = settings
        if self.newsroom is not None:
            self.newsroom.limit(settings.max_document_bytes)
            self._servicer.use(self.newsroom, settings)

    def refresh_keys(self) -> None:
        """Read the keys file again; a bad one changes nothing."""
        if self.gate.keys is not None:
            self.gate.keys.refresh(anyway=True)

    async def drain(self) -> None:
        """Say NOT_SERVING, take no new calls, finish those in work within `grace_seconds`, then stop."""
        log.info("draining: %d requests in work or waiting", self.queue.depth)
        if self._server is not None:
            self.gate.draining = True
            await self._health.enter_graceful_shutdown()
            await asyncio.sleep(min(LAST_REFUSALS_SECONDS, self.settings.grace_seconds))
            await self._server.stop(self.settings.grace_seconds)
        await asyncio.to_thread(self.queue.close)
        log.info("stopped")

    async def wait(self) -> None:
        """Until the server has stopped."""
        if self._server is not None:
            await self._server.wait_for_termination()

    async def _say(self, status: health_pb2.HealthCheckResponse.ServingStatus) -> None:
        for name in ("", SERVICE):
            await self._health.set(name, status)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _protection(settings: Settings) -> str:
    tls = "no TLS" if settings.tls_certificate is None else "mutual TLS" if settings.tls_client_ca else "TLS"
    return f"{tls}, {'API keys' if settings.keys_path else 'no API keys'}"


def _warn_of_open_doors(settings: Settings) -> None:
    if settings.keys_path is None and settings.tls_client_ca is None:
        log.warning("other machines can reach this server, and it asks nobody for a key: set keys_path")
    if settings.tls_certificate is None:
        log.warning(
            "other machines can reach this server without TLS: set tls_certificate and tls_key, or keep it behind a proxy "
            "that has both"
        )
