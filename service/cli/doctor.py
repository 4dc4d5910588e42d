"""tidings doctor: what is wrong with an installation, and what to do next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from service.cli.doctor_findings import Finding, looked
from service.cli.options import Common, basic

if TYPE_CHECKING:
    from service.config import Settings


@click.command()
@basic
def doctor(common: Common) -> int:
    """Look at the installation and say what is wrong and what to do next. Changes nothing.

    Exit codes: 0 nothing is wrong (warnings may be), 1 something is. With --json, one finding a line: {"what": …, "state":
    "ok|warning|wrong|skipped", "says": …, "do": …}.

    \b
    Examples:
      tidings doctor
      tidings doctor --config /etc/tidings.toml --json
    """
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps

    findings = examined(common)
    if common.json:
        for finding in findings:
            click.echo(dumps(finding.record()))
    else:
        rows = [(f.state if f.state == "ok" else f.state.upper(), f.what, f.says) for f in findings]
        out = console()
        show_table(out, ("", "What", "Found"), rows, whole=(0,))
        for finding in findings:
            if finding.state in ("wrong", "warning"):
                click.echo(f"\n{finding.state}: {finding.what}\n  do: {finding.do}")
    wrong, warnings = (sum(f.state == state for f in findings) for state in ("wrong", "warning"))
    common.say(f"{len(findings)} things looked at: {wrong} wrong, {warnings} warnings")
    return 1 if wrong else 0


def examined(common: Common) -> list[Finding]:
    """Every finding, the machine first; where the settings can't be read, those are the last."""
    from service.cli import doctor_machine as machine
    from service.cli import doctor_server as server
    from service.errors import ConfigurationError

    out = [
        *looked("python", machine.python),
        *looked("packages", machine.packages),
        *looked("cores", machine.cores),
        *looked("memory", machine.memory),
        *looked("open files", machine.open_files),
        *looked("clock", machine.clock),
    ]
    try:
        settings: Settings = common.settings()
    except ConfigurationError as error:
        return [*out, Finding("settings", "wrong", error.message, "mend the setting; docs/operations.md lists them")]
    out.append(Finding("settings", "ok", "can be read"))
    for what, look in (
        ("folders", machine.folders),
        ("models", server.models),
        ("stores", server.stores),
        ("ports", server.ports),
        ("TLS", server.tls),
        ("keys", server.keys),
        ("tracing", server.tracing),
    ):
        out += looked(what, partial(look, settings))
    return out
