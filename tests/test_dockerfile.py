"""No docker engine is at hand, so the Dockerfile is held to what can be checked without one: every path it copies is
there, and its install commands work in a clean environment from those paths alone."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
BUILD_STAGE = DOCKERFILE.split("\nFROM ")[1]


def copied() -> list[str]:
    """What the build stage copies out of the repository."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", BUILD_STAGE, re.M)
    return [source for line in lines for source in line.split()[:-1]]


def test_every_copied_path_is_in_the_repository():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    assert copied()
    for path in copied():
        assert any(name == path or name.startswith(f"{path}/") for name in tracked), path


def test_nothing_copied_is_ignored_by_dockerignore():
    ignored = {line.strip() for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()}
    assert not ignored & set(copied())


def test_the_install_commands_work_in_a_clean_environment(tmp_path):
    context, prefix = tmp_path / "src", tmp_path / "opt"
    context.mkdir()
    for path in copied():
        source = ROOT / path
        if source.is_dir():
            shutil.copytree(source, context / path, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, context / path)
    env = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    for command in re.findall(r"^RUN (.+)$", BUILD_STAGE, re.M):
        words = shlex.split(command.replace("/opt/tidings", str(prefix / "tidings")))
        done = subprocess.run(words, cwd=context, env=env, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    tidings = prefix / "tidings/bin/tidings"
    done = subprocess.run(
        [tidings, "translate", "-"], cwd=tmp_path, env=env, input="Statsministeren møtte presidenten i Oslo på fredag.",
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Oslo" in done.stdout
