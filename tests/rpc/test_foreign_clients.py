"""The server called by clients that Tidings did not write: `buf curl` over reflection, and grpc-js."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from google.rpc import error_details_pb2

ROOT = Path(__file__).resolve().parents[2]
BUF = Path(sys.executable).with_name("buf")
NB = "Kommunestyret vedtok onsdag å bygge en ny skole ved elven."


def buf_curl(port: int, method: str, body: dict[str, object]) -> subprocess.CompletedProcess[str]:
    if not BUF.exists():
        pytest.skip(f"buf is not at {BUF}")
    return subprocess.run(
        [BUF, "curl", "--protocol", "grpc", "--http2-prior-knowledge", "-d", json.dumps(body),
         f"http://127.0.0.1:{port}/{method}"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_buf_curl_translates_over_reflection(server):
    done = buf_curl(
        server.port, "tidings.v1.NewsroomService/TranslateDocument", {"document": {"documentId": "a", "text": NB}}
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["translation"]["sourceLanguageCode"] == "nb"


def test_buf_curl_asks_for_health(server):
    done = buf_curl(server.port, "grpc.health.v1.Health/Check", {})
    assert json.loads(done.stdout) == {"status": "SERVING"}


@pytest.mark.parametrize(
    ("document", "field"),
    [
        pytest.param({"documentId": "a", "text": " "}, "document.text", id="empty"),
        pytest.param(
            {"documentId": "a", "text": NB, "languageCode": "xx"}, "document.language_code", id="unknown language"
        ),
    ],
)  # fmt: skip
def test_buf_curl_is_told_which_field_is_bad(server, document, field):
    done = buf_curl(server.port, "tidings.v1.NewsroomService/TranslateDocument", {"document": document})
    assert done.returncode != 0
    error = json.loads(done.stderr)
    assert error["code"] == "invalid_argument"
    bad = next(d for d in error["details"] if d["type"].endswith("BadRequest"))
    read = error_details_pb2.BadRequest.FromString(base64.b64decode(bad["value"] + "=="))
    assert [violation.field for violation in read.field_violations] == [field]


def test_a_grpc_js_client_reads_translations_health_and_details(server, tmp_path):
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.skip("node and npm are not on this machine")
    client = tmp_path / "client"
    shutil.copytree(ROOT / "examples/clients/node", client, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=client, check=True, timeout=300)
    done = subprocess.run(
        [node, "translate.mjs", f"127.0.0.1:{server.port}"],
        cwd=client, env={"PATH": str(Path(node).parent), "TIDINGS_PROTOS": str(ROOT / "protos")},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["health"] == "SERVING"
    assert said["translation"].startswith("English of")
    fields = {name: (r["code"], [v["field"] for v in r["violations"]]) for name, r in said["refused"].items()}
    assert fields == {
        "empty": ("INVALID_ARGUMENT", ["document.text"]),
        "long": ("INVALID_ARGUMENT", ["document.text"]),
        "language": ("INVALID_ARGUMENT", ["document.language_code"]),
    }
