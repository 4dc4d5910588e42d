"""make audit: the pinned versions of constraints.txt against known vulnerabilities, by pip-audit.

pip-audit asks PyPI's JSON API, or with TIDINGS_AUDIT_SERVICE=osv that of osv.dev; a mirror of packages alone has neither.
Exit codes: 0 nothing known, 1 a pinned version has an advisory, 3 nobody could be asked (which is no all-clear).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CLEAR, VULNERABLE, NOT_ASKED = 0, 1, 3


def main(pip_audit: str, constraints: str) -> int:
    """Run `pip_audit` over `constraints` and say what came of it."""
    service = os.environ.get("TIDINGS_AUDIT_SERVICE", "pypi")
    command = [pip_audit, "--requirement", constraints, "--no-deps", "--disable-pip", "--format", "json"]
    command += ["--vulnerability-service", service, "--progress-spinner", "off", "--timeout", "20"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        print(f"audit: NOT DONE: the advisory service {service!r} could not be asked: {said}", file=sys.stderr)
        print("audit: this is no all-clear; run `make audit` where pypi.org or osv.dev can be reached", file=sys.stderr)
        return NOT_ASKED
    asked = [row for row in found if "skip_reason" not in row]
    unknown = [f"{row['name']} ({row['skip_reason']})" for row in found if "skip_reason" in row]
    bad = [(row, advisory) for row in asked for advisory in row["vulns"]]
    for row, advisory in bad:
        fixed = ", ".join(advisory["fix_versions"]) or "no version yet"
        print(f"audit: {row['name']} {row['version']}: {advisory['id']}, fixed in {fixed}")
    if not asked:
        print(f"audit: NOT DONE: the service {service!r} that answers here knows none of the packages", file=sys.stderr)
        print("audit: this is no all-clear; run `make audit` where pypi.org or osv.dev can be reached", file=sys.stderr)
        return NOT_ASKED
    for name in unknown:
        print(f"audit: not known to the service: {name}", file=sys.stderr)
    print(f"audit: {len(asked)} of {len(found)} pinned versions of {Path(constraints).name}: {len(bad)} advisories")
    return VULNERABLE if bad else CLEAR


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
