"""TLS, mutual TLS, and certificates that are renewed while the server runs."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from datetime import UTC, datetime

import grpc
import pytest
import trustme
from grpc_health.v1 import health_pb2, health_pb2_grpc

from service.access import KeyFile, new_key
from service.errors import ConfigurationError
from service.rpc.tls import certificate_expiry
from tests.fakes import FakeEngine
from tests.rpc.conftest import SETTINGS
from tests.rpc.test_chain import refused, translate


class Files:
    """A certificate and its key on disk, and who signed it."""

    def __init__(self, folder) -> None:
        self.certificate, self.key = folder / "tls.crt", folder / "tls.key"
        self.renew()

    def renew(self) -> trustme.CA:
        self.ca = trustme.CA()
        made = self.ca.issue_cert("localhost", "127.0.0.1")
        self.key.write_bytes(made.private_key_pem.bytes())
        self.certificate.write_bytes(b"".join(pem.bytes() for pem in made.cert_chain_pems))
        return self.ca

    def settings(self, **more):
        return replace(SETTINGS, tls_certificate=self.certificate, tls_key=self.key, **more)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def secure(port: int, ca: trustme.CA, client=None) -> grpc.Channel:
    mine = (client.private_key_pem.bytes(), client.cert_chain_pems[0].bytes()) if client else (None, None)
    credentials = grpc.ssl_channel_credentials(ca.cert_pem.bytes(), *mine)
    # Channels of equal credentials and address share a connection unless they are told not to.
    return grpc.secure_channel(f"localhost:{port}", credentials, options=[("grpc.use_local_subchannel_pool", 1)])


def serves(channel: grpc.Channel) -> bool:
    """Whether health answers over `channel`; False where no connection comes about."""
    try:
        health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=5)
    except grpc.RpcError as error:
        assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
        return False
    return True


def test_a_key_goes_over_tls_and_nothing_goes_without(files, start, tmp_path):
    file = KeyFile(tmp_path / "keys.json")
    key, token = new_key("desk", now=datetime.now(UTC))
    file.change(lambda keys: [key])
    with start(FakeEngine(), files.settings(keys_path=file.path)) as up:
        with secure(up.port, files.ca) as channel:
            assert refused(channel)[1] == "NO_KEY"
            assert translate(channel, token)[0].translation.text
        with grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
            assert not serves(channel)
        with secure(up.port, trustme.CA()) as channel:
            assert not serves(channel)


def test_mutual_tls_asks_clients_for_a_certificate(files, start, tmp_path):
    clients, strangers = trustme.CA(), trustme.CA()
    (tmp_path / "clients.pem").write_bytes(clients.cert_pem.bytes())
    with start(FakeEngine(), files.settings(tls_client_ca=tmp_path / "clients.pem")) as up:
        with secure(up.port, files.ca, clients.issue_cert("desk@news.example")) as channel:
            assert serves(channel)
        with secure(up.port, files.ca, strangers.issue_cert("desk@news.example")) as channel:
            assert not serves(channel)
        with secure(up.port, files.ca) as channel:
            assert not serves(channel)


def test_a_renewed_certificate_needs_no_restart(files, start):
    with start(FakeEngine(), files.settings()) as up:
        old = files.ca
        with secure(up.port, old) as open_before:
            assert serves(open_before)
            new = files.renew()
            with secure(up.port, new) as channel:
                assert serves(channel)
            with secure(up.port, old) as channel:
                assert not serves(channel)
            assert serves(open_before)


def test_a_half_written_pair_leaves_the_old_one(files, start, caplog):
    with start(FakeEngine(), files.settings()) as up, caplog.at_level(logging.ERROR):
        old, certificate = files.ca, files.certificate.read_bytes()
        new = files.renew()
        renewed = files.certificate.read_bytes()
        files.certificate.write_bytes(certificate)  # the key is the new one already
        with secure(up.port, old) as channel:
            assert serves(channel)
        assert any("do not belong together" in record.message for record in caplog.records)
        files.certificate.write_bytes(renewed)
        with secure(up.port, new) as channel:
            assert serves(channel)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(lambda f: f.key.unlink(), "No such file", id="no key"),
        pytest.param(lambda f: f.certificate.write_text("nonsense"), "no PEM certificate", id="no PEM"),
        pytest.param(
            lambda f: f.key.write_bytes(trustme.CA().issue_cert("x").private_key_pem.bytes()),
            "do not belong together",
            id="another's key",
        ),
    ],
)
def test_files_that_can_not_be_used_are_named_at_the_start(files, start, spoil, says):
    spoil(files)
    with pytest.raises(ConfigurationError, match=says) as caught, start(FakeEngine(), files.settings()):
        pass
    assert str(files.key) in caught.value.message


def test_authorities_that_are_none_are_named(files, start, tmp_path):
    (tmp_path / "clients.pem").write_text("")
    settings = files.settings(tls_client_ca=tmp_path / "clients.pem")
    with pytest.raises(ConfigurationError, match=r"clients\.pem"), start(FakeEngine(), settings):
        pass


def test_the_expiry_is_that_of_the_certificate(files):
    made = files.ca.issue_cert("soon.example", not_after=datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC))
    files.certificate.write_bytes(made.cert_chain_pems[0].bytes())
    assert certificate_expiry(files.settings()) == datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC).timestamp()
    os.truncate(files.certificate, 0)
    assert certificate_expiry(files.settings()) is None
    assert certificate_expiry(SETTINGS) is None
