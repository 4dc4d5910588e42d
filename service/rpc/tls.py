"""TLS and mutual TLS from PEM files, which may be replaced while the server runs: a new connection gets them as they are."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import grpc

from service.config import Settings
from service.errors import ConfigurationError

log = logging.getLogger(__name__)

Identity = tuple[tuple[int, int, int] | None, ...]


def server_credentials(settings: Settings) -> grpc.ServerCredentials | None:
    """What the server listens with; None where TLS is off.

    gRPC asks for the files before every handshake, so a renewed certificate needs no restart; connections that are open
    keep the one they began with. Raises ConfigurationError (TLS_UNUSABLE) naming the file.
    """
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    files = Certificates(settings.tls_certificate, settings.tls_key, settings.tls_client_ca)
    return grpc.dynamic_ssl_server_credentials(
        files.read(),
        files.changed,  # type: ignore[arg-type]  # the stubs leave out that None is allowed
        require_client_authentication=settings.tls_client_ca is not None,
    )


class Certificates:
    """The files of one server: certificate chain, private key, and the authorities of its clients."""

    def __init__(self, certificate: Path, key: Path, client_ca: Path | None) -> None:
        self._certificate, self._key, self._client_ca = certificate, key, client_ca
        self._seen = self._identity()

    def read(self) -> grpc.ServerCertificateConfiguration:
        """The files, once they are known to fit each other. Raises ConfigurationError (TLS_UNUSABLE)."""
        check_pair(self._certificate, self._key)
        if self._client_ca is not None:
            check_authorities(self._client_ca)
        pair = (self._key.read_bytes(), self._certificate.read_bytes())
        roots = self._client_ca.read_bytes() if self._client_ca else None
        return grpc.ssl_server_certificate_configuration([pair], root_certificates=roots)

    def changed(self) -> grpc.ServerCertificateConfiguration | None:
        """What gRPC asks for before a handshake: None where nothing changed, or what is there now can't be used.

        A file that was half written is looked at again once it changes.
        """
        identity = self._identity()
        if identity == self._seen:
            return None
        self._seen = identity
        try:
            configuration = self.read()
        except (ConfigurationError, OSError) as error:
            log.error("the TLS files stay as they are: %s", error)
            return None
        log.info("TLS files read again: %s", self._certificate)
        return configuration

    def _identity(self) -> Identity:
        return tuple(_identity(path) for path in (self._certificate, self._key, self._client_ca) if path)


def check_pair(certificate: Path, key: Path) -> None:
    """Raises ConfigurationError (TLS_UNUSABLE) where the two can't be read or do not belong together."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # The password keeps OpenSSL from asking the terminal for one.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError as error:
        mismatch = "MISMATCH" in (error.reason or "")
        raise _unusable(
            (certificate, key),
            "do not belong together" if mismatch else f"are no PEM certificate and unencrypted key ({error.reason})",
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise _unusable((certificate, key), f"can't be read: {getattr(error, 'strerror', None) or error}") from error


def check_authorities(path: Path) -> None:
    """Raises ConfigurationError (TLS_UNUSABLE) where the file holds no certificates."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except (OSError, ssl.SSLError) as error:
        raise _unusable((path,), f"can't be read as PEM certificates: {error.strerror or error}") from error


def certificate_expiry(settings: Settings) -> float | None:
    """When the certificate on disk expires, as a Unix time; None without TLS or where it can't be read."""
    if settings.tls_certificate is None:
        return None
    try:
        return not_after(settings.tls_certificate).timestamp()
    except (OSError, ValueError):
        return None


def not_after(certificate: Path) -> datetime:
    """When the first certificate of a PEM file expires, UTC. Raises OSError and ValueError."""
    from cryptography import x509

    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def _unusable(paths: Sequence[Path], why: str) -> ConfigurationError:
    return ConfigurationError(
        "TLS_UNUSABLE", f"{' and '.join(map(str, paths))} {why}", metadata={"files": ",".join(map(str, paths))}
    )


def _identity(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
