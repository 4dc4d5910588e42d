"""The doctor looks at what a server needs: models, stores, its port, TLS files, keys, open doors."""

from __future__ import annotations

import errno
import importlib.util
import socket
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from service.cli.doctor_findings import Finding
from service.config import Settings

RENEW = timedelta(days=21)


def models(settings: Settings) -> Iterator[Finding]:
    """Whether a model is there for each language, and whole by its checksums."""
    from models.errors import ModelError, ModelNotInstalledError
    from models.repository import ModelRepository
    from service.installed import SOURCE_LANGUAGES

    repository = ModelRepository(settings.model_dir, converted_dir=settings.converted_dir)
    for spec in repository.catalog():
        try:
            repository.locate(spec)
        except ModelNotInstalledError:
            continue
        except ModelError as error:
            yield Finding(f"model {spec.id}", "wrong", error.message, f"tidings models pull {spec.id}")
        else:
            yield Finding(f"model {spec.id}", "ok", f"whole; {spec.task} from {' '.join(spec.languages)}")
    for code, name in settings.translators.items():
        try:
            repository.locate(repository.spec(name))
        except ModelError as error:
            yield Finding(
                f"model for {code}", "wrong", error.message, "tidings models list, then pull it or name another"
            )
    here = repository.installed()
    served = {code for spec in here if spec.task == "translation" for code in spec.languages}
    if missing := [code for code in SOURCE_LANGUAGES if code not in served and "*" not in settings.translators]:
        yield Finding(
            "languages", "wrong", f"no installed model translates {', '.join(missing)}", "tidings models pull"
        )


def stores(settings: Settings) -> Iterator[Finding]:
    """Whether the SQLite files are sound. Opened read-only: nothing is made, mended or moved aside."""
    for what, path, do in (
        ("cache", settings.cache_path, "delete it: it fills again"),
        ("translation memory", settings.memory_path, "tidings memory restore"),
        ("events", settings.events_path, "tidings events restore, or put a copy of yours in its place"),
    ):
        if not path.exists():
            yield Finding(what, "ok", f"{path} is not there yet; it is made when needed")
            continue
        try:
            db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
            try:
                said = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
            finally:
                db.close()
        except sqlite3.Error as error:
            said = str(error)
        yield Finding(what, "ok", f"{path} is sound") if said == "ok" else Finding(what, "wrong", f"{path}: {said}", do)


def ports(settings: Settings) -> Iterator[Finding]:
    """Whether the addresses can be had."""
    wanted = [("port", settings.host, settings.port)]
    if settings.metrics_port is not None:
        wanted.append(("metrics port", settings.metrics_host, settings.metrics_port))
    for what, host, port in wanted:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                says = f"{host}:{port} is in use, perhaps by a server of yours that runs"
                yield Finding(what, "warning", says, "stop what listens there, or choose another port")
            else:
                yield Finding(
                    what, "wrong", f"{host}:{port} can't be had: {error.strerror or error}", "choose another host"
                )
        else:
            yield Finding(what, "ok", f"{host}:{port} is free")


def tls(settings: Settings, *, now: datetime | None = None) -> Iterator[Finding]:
    """Whether certificate and key belong together, until when, and who can read the key."""
    from service.errors import ConfigurationError
    from service.rpc.tls import check_authorities, check_pair, not_after

    if settings.tls_certificate is None or settings.tls_key is None:
        yield Finding("TLS", "ok" if _local(settings) else "warning", "off", "" if _local(settings) else _DOORS)
        return
    try:
        check_pair(settings.tls_certificate, settings.tls_key)
        if settings.tls_client_ca is not None:
            check_authorities(settings.tls_client_ca)
    except ConfigurationError as error:
        yield Finding("TLS", "wrong", error.message, "put certificate and key of one pair in place")
        return
    end = not_after(settings.tls_certificate)
    left = end - (now or datetime.now(UTC))
    says = f"{settings.tls_certificate} is good until {end:%Y-%m-%d %H:%M} UTC"
    if left <= timedelta(0):
        yield Finding("TLS", "wrong", f"{settings.tls_certificate} expired on {end:%Y-%m-%d %H:%M} UTC", "renew it")
    elif left < RENEW:
        yield Finding(
            "TLS", "warning", f"{says}, {left.days} days", "renew it; a running server takes the new files by itself"
        )
    else:
        yield Finding("TLS", "ok", says)
    yield from _private("TLS key", settings.tls_key)


def keys(settings: Settings) -> Iterator[Finding]:
    """Whether the keys file is sound, its owner's alone, and lets anybody in."""
    from service.access import KeyFile
    from service.errors import ConfigurationError

    if settings.keys_path is None:
        closed = _local(settings) or settings.tls_client_ca is not None
        yield Finding("keys", "ok" if closed else "warning", "nobody is asked for a key", "" if closed else _DOORS)
        return
    try:
        there = KeyFile(settings.keys_path).read()
    except ConfigurationError as error:
        yield Finding("keys", "wrong", error.message, f"tidings keys new NAME --keys {settings.keys_path}")
        return
    now = datetime.now(UTC)
    active = sum(key.state(now) == "active" for key in there)
    if active:
        yield Finding("keys", "ok", f"{settings.keys_path} has {len(there)} keys, {active} of them active")
    else:
        do = f"tidings keys new NAME --keys {settings.keys_path}"
        yield Finding("keys", "warning", f"none of the {len(there)} keys in {settings.keys_path} is active", do)
    yield from _private("keys file", settings.keys_path)


def tracing(settings: Settings) -> Iterator[Finding]:
    """Whether what sends spans is installed, where they are asked for."""
    if not settings.otlp_endpoint:
        yield Finding("tracing", "ok", "off")
    elif importlib.util.find_spec("opentelemetry") is None:
        says = "otlp_endpoint is set, and OpenTelemetry is not installed"
        yield Finding("tracing", "wrong", says, "pip install 'tidings[otel]'")
    else:
        yield Finding("tracing", "ok", f"to {settings.otlp_endpoint}")


_DOORS = "set tls_certificate, tls_key and keys_path, or keep the server behind a proxy that has both"


def _local(settings: Settings) -> bool:
    from service.rpc.server import is_loopback

    return is_loopback(settings.host)


def _private(what: str, path: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield Finding(what, "warning", f"{path} has mode {mode:04o}: others can read it", f"chmod 600 {path}")
    else:
        yield Finding(what, "ok", f"{path} is its owner's alone")
