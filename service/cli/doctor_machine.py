"""The doctor looks at the machine: Python, packages, cores, memory, open files, disk, clock."""

from __future__ import annotations

import importlib.metadata
import os
import re
import resource
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from service.cli.doctor_findings import Finding
from service.config import Settings

OPEN_FILES = 4096
"""A connection takes one; 1,000 clients and the files of models and stores fit into this."""

LOW_DISK, NO_DISK = 2_000_000_000, 100_000_000
MEMORY = 1_500_000_000
"""The bundled models serve in well under this; a large model needs its own size on top."""

_ROOT = Path(__file__).resolve().parents[2]


def python() -> Iterator[Finding]:
    """The interpreter."""
    found = ".".join(map(str, sys.version_info[:3]))
    # An older one than 3.11 can't even import this; pip refuses it.
    yield Finding("python", "ok", f"Python {found}, {sys.executable}")


def packages(constraints: Path = _ROOT / "constraints.txt") -> Iterator[Finding]:
    """What is installed against what Tidings asks for, and against the versions that were tested."""
    from packaging.requirements import Requirement

    bad = []
    for line in importlib.metadata.requires("tidings") or ():
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        found = _version(requirement.name)
        if found is None:
            bad.append(f"{requirement.name} is missing")
        elif not requirement.specifier.contains(found, prereleases=True):
            bad.append(f"{requirement.name} is {found}, and {requirement.specifier} is asked for")
    if bad:
        yield Finding("packages", "wrong", "; ".join(bad), "pip install -c constraints.txt . (or make install)")
    else:
        yield Finding("packages", "ok", "all that Tidings asks for is installed")
    yield from _tested(constraints)


def _tested(constraints: Path) -> Iterator[Finding]:
    if not constraints.is_file():
        yield Finding("tested versions", "skipped", "there is no constraints.txt beside this installation", "")
        return
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", constraints.read_text(encoding="utf-8"), re.M)
    # A build of torch for one kind of machine says so after a plus.
    others = [
        f"{name} {found} (tested: {pin})"
        for name, pin in pins
        if (found := _version(name)) is not None and found.partition("+")[0] != pin.partition("+")[0]
    ]
    if others:
        yield Finding(
            "tested versions",
            "warning",
            f"{len(others)} differ: {', '.join(others[:5])}",
            "pip install -c constraints.txt .",
        )
    else:
        yield Finding("tested versions", "ok", f"as in {constraints}")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def cores() -> Iterator[Finding]:
    """Cores this process may use, and the share of them that its control group allows."""
    usable = len(os.sched_getaffinity(0))
    quota, period = (*_first(Path("/sys/fs/cgroup/cpu.max")).split(), "max", "100000")[:2]
    allowed = int(quota) / int(period) if quota.isdigit() else float(usable)
    if allowed < usable:
        yield Finding(
            "cores",
            "warning",
            f"{usable} cores are seen and {allowed:g} may be used",
            f"set threads = {max(1, round(allowed))}, so that threads do not wait for each other",
        )
    else:
        yield Finding("cores", "ok", f"{usable} cores")


def memory(meminfo: Path = Path("/proc/meminfo"), limit: Path = Path("/sys/fs/cgroup/memory.max")) -> Iterator[Finding]:
    """Memory that is free to use, by the machine and by the control group."""
    found = re.search(r"^MemAvailable:\s+(\d+) kB", meminfo.read_text() if meminfo.is_file() else "", re.M)
    bound = _first(limit)
    sizes = [int(found[1]) * 1024] if found else []
    sizes += [int(bound)] if bound.isdigit() else []
    if not sizes:
        yield Finding("memory", "skipped", "this system does not say how much memory is free")
    elif min(sizes) < MEMORY:
        yield Finding(
            "memory", "warning", f"{_size(min(sizes))} may be used", f"allow {_size(MEMORY)}, more for large models"
        )
    else:
        yield Finding("memory", "ok", f"{_size(min(sizes))} may be used")


def open_files() -> Iterator[Finding]:
    """How many files and connections the process may hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        do = f"ulimit -n {OPEN_FILES}" + ("" if hard == resource.RLIM_INFINITY or hard >= OPEN_FILES else " as root")
        yield Finding("open files", "warning", f"at most {soft:,}: too few for 1,000 clients", do)
    else:
        yield Finding("open files", "ok", "no limit" if soft == resource.RLIM_INFINITY else f"at most {soft:,}")


def folders(settings: Settings) -> Iterator[Finding]:
    """Whether what Tidings writes can be written, and whether there is room."""
    wanted: Mapping[str, Path] = {
        "cache": settings.cache_path.parent,
        "converted models": settings.converted_dir,
        "translation memory": settings.memory_path.parent,
        "events": settings.events_path.parent,
    }
    for what, folder in wanted.items():
        there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            do = f"chown or chmod {there}, or name another folder in the settings"
            yield Finding(f"folder: {what}", "wrong", f"{folder} can't be written", do)
            continue
        free = shutil.disk_usage(there).free
        state, do = (
            ("ok", "") if free >= LOW_DISK else ("warning" if free >= NO_DISK else "wrong", f"make room on {there}")
        )
        yield Finding(f"folder: {what}", state, f"{folder} can be written, {_size(free)} free", do)  # type: ignore[arg-type]


def clock(*, now: float | None = None) -> Iterator[Finding]:
    """A clock before the code itself was written is wrong, and with it expiries of keys and certificates."""
    written = Path(__file__).stat().st_mtime
    now = time.time() if now is None else now
    if now < written - 86_400:
        says = f"the clock says {time.strftime('%Y-%m-%d', time.gmtime(now))}, before this installation was made"
        yield Finding(
            "clock", "wrong", says, "set the clock, or start a time service: keys and certificates expire by it"
        )
    else:
        yield Finding("clock", "ok", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)))


def _first(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _size(number: float) -> str:
    return f"{number / 1e9:,.1f} GB"
