"""From settings to a server that runs until it is told to stop: load, SIGHUP, drain."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from service.config import Settings
from service.corpus.desk import open_desk
from service.corpus.runinfo import tidings_version
from service.errors import TidingsError
from service.pipeline import Newsroom
from service.rpc.calls import Observer
from service.rpc.server import Server
from service.rpc.tls import certificate_expiry
from service.translation.glossary import chosen_glossary

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Doors:
    """What the command that starts a server hands to it."""

    on_start: Callable[[int], None] = lambda _port: None
    """Is told the port once health says SERVING."""
    reload: Callable[[], Settings] | None = None
    """Reads the settings again; None: SIGHUP reads only keys again."""
    on_reload: Callable[[Settings], None] = lambda _settings: None
    """Sets up the log as the new settings say."""


def serve(settings: Settings, doors: Doors | None = None, *, cache: bool = True) -> bool:
    """Listen, load the models, serve until SIGTERM or SIGINT, drain. Health says NOT_SERVING until the models are warm.

    False where the signal came before they were: a thread may then still be loading, and the caller should end the process.
    Raises as `Newsroom.open` and `Server.start` do.
    """
    return asyncio.run(_serve(settings, doors or Doors(), cache=cache))


async def _serve(settings: Settings, doors: Doors, *, cache: bool) -> bool:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    server, close = _watched(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: reload(server, doors))
    try:
        await server.start()
        return await _until(stop, server, settings, doors, cache=cache)
    finally:
        await server.drain()
        if server.newsroom is not None:
            server.newsroom.close()
        close()


def _watched(settings: Settings) -> tuple[Server, Callable[[], None]]:
    """A server with the metrics and spans that its settings ask for, and what ends those."""
    observers: list[Observer] = []
    ends = ExitStack()
    if settings.otlp_endpoint:
        from service.rpc.tracing import to_collector

        tracing, close = to_collector(settings.otlp_endpoint, tidings_version())
        observers.append(tracing)
        ends.callback(close)
    if settings.metrics_port is None:
        return Server(None, settings, observers=observers), ends.close
    from service.rpc.metrics import Metrics, MetricsPort, ServerState

    metrics = Metrics()
    server = Server(None, settings, observers=[metrics, *observers])
    metrics.registry.register(ServerState(server, tidings_version(), lambda: certificate_expiry(settings)))
    port = MetricsPort(metrics, settings.metrics_host, settings.metrics_port)
    ends.callback(port.close)
    return server, ends.close


async def _until(stop: asyncio.Event, server: Server, settings: Settings, doors: Doors, *, cache: bool) -> bool:
    """Load, serve until `stop`. False where that came first."""
    loop = asyncio.get_running_loop()
    loading = _in_thread(lambda: _loaded(settings, cache=cache), loop)
    stopping = loop.create_task(stop.wait())
    try:
        await asyncio.wait((loading, stopping), return_when=asyncio.FIRST_COMPLETED)
        if not loading.done():
            log.info("stopped while the models were loading")
            return False
        newsroom = await loading
        await server.open(newsroom)
        doors.on_start(server.port)
        await stopping
        return True
    finally:
        stopping.cancel()


def _loaded(settings: Settings, *, cache: bool) -> Newsroom:
    glossary = chosen_glossary(settings.glossaries, (), settings.glossary_dir)
    newsroom = Newsroom.open(settings, cache=cache, glossary=glossary, shared=True)
    try:
        newsroom.warm()
        open_desk(newsroom, settings.events_path)
    except BaseException:
        newsroom.close()
        raise
    return newsroom


def _in_thread(work: Callable[[], Newsroom], loop: asyncio.AbstractEventLoop) -> asyncio.Future[Newsroom]:
    """`work` in a thread that nobody waits for at the end: a model that takes minutes to load must not hold up a SIGTERM."""
    future: asyncio.Future[Newsroom] = loop.create_future()

    def settle(result: Newsroom | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        elif result is not None:
            future.set_result(result)

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except BaseException as error:
            failure = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="tidings-load", daemon=True).start()
    return future


def reload(server: Server, doors: Doors) -> None:
    """Read settings and keys again. Settings that can't be read change nothing, and the log says why."""
    settings = server.settings
    taken: list[str] = []
    kept: list[str] = []
    if doors.reload is not None:
        try:
            settings, taken, kept = settings.reloaded(doors.reload())
        except TidingsError as error:
            log.error("the settings stay as they are: %s", error.message)
            server.reloads["refused"] += 1
            return
    server.reloads["ok"] += 1
    server.apply(settings)
    server.refresh_keys()
    doors.on_reload(settings)
    log.info("reloaded: %s", ", ".join(f"{name}={getattr(settings, name)}" for name in taken) or "no setting changed")
    if kept:
        log.warning("changed, and needs a restart: %s", ", ".join(kept))
