"""The files of deploy/ hold together: they parse, every metric they name is one that a server shows, and times fit each other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from service.batching import BatchingStats
from service.config import Settings
from service.rpc import Server
from service.rpc.metrics import Metrics, ServerState, batching
from tests.fakes import FakeEngine
from tests.rpc.conftest import SETTINGS, fake_newsroom

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
BOARD = json.loads((DEPLOY / "grafana/tidings.json").read_text(encoding="utf-8"))
_NAME = re.compile(r"\b(?:tidings|grpc_server|process)_[a-z_]+")


@pytest.fixture(scope="module")
def shown() -> set[str]:
    """Every name that Prometheus may be shown, with its labels or without a sample yet."""
    metrics = Metrics()
    server = Server(fake_newsroom(FakeEngine()), SETTINGS)
    metrics.registry.register(ServerState(server, "1", lambda: 1.0))
    names = set()
    for family in text_string_to_metric_families(generate_latest(metrics.registry).decode()):
        names |= {family.name, *(sample.name for sample in family.samples)}
        if family.type == "counter":
            names.add(f"{family.name}_total")
        if family.type == "histogram":
            names |= {f"{family.name}_{part}" for part in ("bucket", "sum", "count")}
    for family in batching({"m": BatchingStats(1, 10).snapshot(0.0)}):
        names |= {sample.name for sample in family.samples}
    return names | {"tidings_keys_active"}  # shown by a server that asks for keys (tests/rpc/test_metrics.py)


def expressions() -> list[str]:
    return [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]


def test_every_metric_of_the_dashboard_exists(shown):
    named = {name for expression in expressions() for name in _NAME.findall(expression)}
    assert len(named) > 30
    assert named <= shown, named - shown


def test_every_metric_of_the_alerts_exists(shown):
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    named = {name for rule in rules for name in _NAME.findall(rule["expr"])}
    assert len(rules) == 4 and named
    assert named <= shown, named - shown


def test_everything_tidings_shows_is_on_the_dashboard(shown):
    on_it = " ".join(expressions())
    own = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in shown if name.startswith("tidings_")}
    roots = {name.removesuffix("_total").removesuffix("_info") for name in own}
    assert {root for root in roots if root not in on_it} == set()


def test_compose_and_prometheus_name_the_same_ports():
    compose = yaml.safe_load((DEPLOY / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    scrape = yaml.safe_load((DEPLOY / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"][0]
    target = scrape["static_configs"][0]["targets"][0]
    assert target == f"tidings:{compose['tidings']['command'][-1]}"
    assert all(port.startswith("127.0.0.1:") for service in compose.values() for port in service["ports"])
    assert int(compose["tidings"]["stop_grace_period"].rstrip("s")) > Settings().grace_seconds
    for service in compose.values():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert not source.startswith(".") or (DEPLOY / source).is_file()


def test_the_pod_has_time_to_load_and_to_drain_and_its_settings_are_good():
    documents = {d["kind"]: d for d in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))}
    pod = documents["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    settings = Settings.load(overrides=tomllib.loads(documents["ConfigMap"]["data"]["tidings.toml"]))
    assert pod["terminationGracePeriodSeconds"] > settings.grace_seconds
    startup, ready = container["startupProbe"], container["readinessProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] >= 300
    assert startup["grpc"] == ready["grpc"] == {"port": settings.port, "service": "tidings.v1.NewsroomService"}
    assert {p["name"]: p["containerPort"] for p in container["ports"]} == {
        "grpc": settings.port,
        "metrics": settings.metrics_port,
    }
    mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
    for path in (
        settings.model_dir,
        settings.cache_path.parent,
        settings.memory_path.parent,
        settings.keys_path.parent,
    ):
        assert str(path) in mounted
    assert {m["name"] for m in container["volumeMounts"]} == {v["name"] for v in pod["volumes"]}
    assert pod["securityContext"]["runAsNonRoot"] and container["securityContext"]["readOnlyRootFilesystem"]


def test_prometheus_itself_takes_the_files():
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not on this machine (Debian: apt-get install prometheus)")
    done = subprocess.run(
        [promtool, "check", "config", str(DEPLOY / "prometheus.yml")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("said", "code", "shows"),
    [
        pytest.param('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, "1 of 1", id="nothing known"),
        pytest.param(
            '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}]}',
            1,
            "a 1: PYSEC-1, fixed in 2",
            id="an advisory",
        ),
        pytest.param("", 3, "no all-clear", id="nobody answered"),
        pytest.param(
            '{"dependencies": [{"name": "a", "skip_reason": "unknown"}]}', 3, "knows none", id="no package known"
        ),
    ],
)
def test_an_audit_that_was_not_done_is_no_all_clear(tmp_path, said, code, shows):
    fake = tmp_path / "pip-audit"
    fake.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n")
    fake.chmod(0o755)
    done = subprocess.run(
        [sys.executable, DEPLOY / "audit.py", fake, "constraints.txt"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert shows in done.stdout + done.stderr
