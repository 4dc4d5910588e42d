"""tidings serve as a process: health while it loads, SIGTERM at any time, SIGHUP, TLS with a key, secrets kept out of the log."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import grpc
import pytest
import trustme
from grpc_health.v1 import health_pb2, health_pb2_grpc

from service.access import KeyFile, new_key
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

ROOT = Path(__file__).resolve().parents[2]
BUF = Path(sys.executable).with_name("buf")
NB = "Hemmelig avtale ble signert i går kveld."


class Process:
    """A server; what it logs is in `log`."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, out: Path) -> None:
        self.process, self._log, self._out = process, log, out

    @property
    def log(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self._log.read_text().splitlines() if line.startswith("{")]

    @property
    def everything(self) -> str:
        return self._log.read_text() + self._out.read_text()

    def says(self, part: str, *, after: int = 0) -> str:
        """Waits for a line of the log that has `part`."""
        deadline = time.monotonic() + 120
        while True:
            found = [str(row["message"]) for row in self.log[after:] if part in str(row["message"])]
            if found:
                return found[0]
            assert self.process.poll() is None, self.everything
            assert time.monotonic() < deadline, self.everything
            time.sleep(0.05)

    @property
    def port(self) -> int:
        return int(self.says("listening on").split("port ")[1].split(",")[0])

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def serve(tmp_path):
    """Starts `tidings serve` on a free port with a configuration file; what still runs at the end is stopped."""

    @contextmanager
    def started(config: str = "", *words: str):
        (tmp_path / "t.toml").write_text(config)
        env = {**os.environ, "TIDINGS_CONFIG": str(tmp_path / "t.toml")}
        for name in ("cache", "memory", "events"):
            env[f"TIDINGS_{name.upper()}_PATH"] = str(tmp_path / f"{name}.sqlite3")
        log, out = tmp_path / "log", tmp_path / "out"
        command = [sys.executable, "-c", "import sys; from service.cli import main; sys.exit(main())", "serve"]
        with log.open("wb") as err, out.open("wb") as standard:
            process = subprocess.Popen(
                [*command, "--port", "0", "--json", "--log-format", "json", *words],
                cwd=ROOT,
                env=env,
                stdout=standard,
                stderr=err,
            )
        up = Process(process, log, out)
        try:
            yield up
        finally:
            up.stop()

    return started


def test_a_term_while_it_loads_ends_it_at_once(serve):
    with serve() as up:
        with grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
            status = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=10).status
            assert status in (health_pb2.HealthCheckResponse.NOT_SERVING, health_pb2.HealthCheckResponse.SERVING)
        assert up.stop() == 0
        assert any("stopped" in str(row["message"]) for row in up.log)


def test_a_hup_takes_limits_and_level_keeps_the_rest_and_refuses_nonsense(serve, tmp_path):
    with serve('log_level = "INFO"\n') as up:
        up.says("serving tidings.v1")
        (tmp_path / "t.toml").write_text("max_document_bytes = 20\nbeam_size = 2\n")
        up.process.send_signal(signal.SIGHUP)
        assert up.says("reloaded") == "reloaded: max_document_bytes=20"
        assert "beam_size" in up.says("needs a restart")
        with grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
            stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
            asked = pb.TranslateDocumentRequest(document=pb.Document(document_id="a", text=NB))
            with pytest.raises(grpc.RpcError) as caught:
                stub.TranslateDocument(asked, timeout=30)
            assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
            (tmp_path / "t.toml").write_text("max_document_bytes = nonsense\n")
            up.process.send_signal(signal.SIGHUP)
            assert "not TOML" in up.says("stay as they are")
            with pytest.raises(grpc.RpcError):
                stub.TranslateDocument(asked, timeout=30)
            (tmp_path / "t.toml").write_text('max_document_bytes = 500\nlog_level = "ERROR"\n')
            up.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 20
            while True:
                try:
                    assert stub.TranslateDocument(asked, timeout=30).translation.text
                    break
                except grpc.RpcError:
                    assert time.monotonic() < deadline
                    time.sleep(0.1)
            assert not any("TranslateDocument OK" in str(row["message"]) for row in up.log)
        assert up.stop() == 0


@pytest.fixture
def guarded(tmp_path):
    """TLS files and a key, as settings."""
    ca = trustme.CA()
    made = ca.issue_cert("localhost", "127.0.0.1")
    (tmp_path / "ca.pem").write_bytes(ca.cert_pem.bytes())
    (tmp_path / "tls.crt").write_bytes(b"".join(pem.bytes() for pem in made.cert_chain_pems))
    (tmp_path / "tls.key").write_bytes(made.private_key_pem.bytes())
    key, token = new_key("desk", now=datetime.now(UTC))
    KeyFile(tmp_path / "keys.json").change(lambda keys: [key])
    config = "\n".join(
        f'{name} = "{tmp_path / file}"'
        for name, file in (("tls_certificate", "tls.crt"), ("tls_key", "tls.key"), ("keys_path", "keys.json"))
    )
    return config, token, tmp_path / "ca.pem"


def test_foreign_clients_over_tls_with_a_key_and_no_secret_in_the_log(serve, guarded, tmp_path):
    config, token, ca = guarded
    with serve(config + '\nlog_level = "DEBUG"\nmetrics_port = 0\n') as up:
        up.says("serving tidings.v1")
        asked = json.dumps({"document": {"documentId": "a", "text": NB}})
        wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
        if BUF.exists():
            url = f"https://localhost:{up.port}/tidings.v1.NewsroomService/TranslateDocument"
            for key, good in ((token, True), (wrong, False)):
                done = subprocess.run(
                    [BUF, "curl", "--protocol", "grpc", "--cacert", ca, "-d", asked, "--reflect",
                     "-H", f"authorization: Bearer {key}", "--reflect-header", f"authorization: Bearer {token}", url],
                    capture_output=True, text=True, timeout=60, check=False,
                )  # fmt: skip
                assert (done.returncode == 0) is good, done.stderr
                assert good or json.loads(done.stderr)["code"] == "unauthenticated"
        credentials = grpc.ssl_channel_credentials(ca.read_bytes())
        with grpc.secure_channel(f"localhost:{up.port}", credentials) as channel:
            stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
            for key in (token, wrong):
                try:
                    stub.TranslateDocument(
                        pb.TranslateDocumentRequest(document=pb.Document(document_id="b", text=NB)),
                        timeout=60, metadata=[("authorization", f"Bearer {key}")],
                    )  # fmt: skip
                except grpc.RpcError as error:
                    assert error.code() is grpc.StatusCode.UNAUTHENTICATED
                    assert key == wrong
        metrics = up.says("metrics on").split()[-1]
        with urllib.request.urlopen(metrics, timeout=10) as reply:
            shown = reply.read().decode()
        assert 'tidings_refusals_total{key_id="",reason="INVALID_KEY"}' in shown
        assert up.stop() == 0
        for secret in (token, wrong):
            assert secret.split("_")[2][:20] not in up.everything + shown
        assert token.split("_")[1] in up.everything
        at_info = [row for row in up.log if row["level"] != "debug"]
        assert at_info and not any("Hemmelig" in json.dumps(row, ensure_ascii=False) for row in at_info)


def test_the_node_client_over_tls_with_a_key(serve, guarded, tmp_path):
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.skip("node and npm are not on this machine")
    config, token, ca = guarded
    client = tmp_path / "client"
    shutil.copytree(ROOT / "examples/clients/node", client, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=client, check=True, timeout=300)
    with serve(config) as up:
        up.says("serving tidings.v1")
        env = {
            "PATH": str(Path(node).parent),
            "TIDINGS_PROTOS": str(ROOT / "protos"),
            "TIDINGS_CA": str(ca),
            "TIDINGS_KEY": token,
        }
        for given, code in ((env, "INVALID_ARGUMENT"), ({**env, "TIDINGS_KEY": "tdk_0"}, "UNAUTHENTICATED")):
            done = subprocess.run(
                [node, "translate.mjs", f"localhost:{up.port}"],
                cwd=client, env=given, capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            said = json.loads(done.stdout)
            assert said["health"] == "SERVING"
            assert said["refused"]["empty"]["code"] == code


def test_an_address_in_use_is_said_before_any_model_is_loaded(serve):
    with serve() as up:
        done = subprocess.run(
            [sys.executable, "-c", "import sys; from service.cli import main; sys.exit(main())", "serve", "--port", str(up.port)],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert "choose another --port" in done.stderr
        assert "translation" not in done.stderr
