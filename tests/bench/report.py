"""Figures as a lined-up table, and as a plot in SVG."""

from __future__ import annotations

import html
import statistics
from collections.abc import Sequence

from tests.bench.speed import Row


def lined_up(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table for people and for Markdown: the first column to the left, the others to the right."""
    table = [list(header), *map(list, rows)]
    widths = [max(len(row[i]) for row in table) for i in range(len(header))]

    def line(row: Sequence[str]) -> str:
        cells = [
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "| " + " | ".join(cells) + " |"

    rule = ["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])]
    return "\n".join([line(table[0]), "|" + "|".join(rule) + "|", *map(line, table[1:])])


def ratio(row: Row, other: Row) -> float:
    """Median of the ratios round by round: what slows the machine down in a round slows down both."""
    return statistics.median(a / b for a, b in zip(row.rates, other.rates, strict=True))


def speed_table(rows: Sequence[Row], metal: Row, one: Row) -> str:
    """The rows as ratios to `metal` and to `one`."""
    out = []
    for row in rows:
        client = f"{statistics.median(row.client_cpu):.2f}" if row.client_cpu else ""
        waits = f"{statistics.median(row.p50):.1f} / {statistics.median(row.p99):.1f}" if row.p50 else ""
        out.append(
            [
                row.name,
                f"{row.rate:,.0f}",
                f"{min(row.rates):,.0f} – {max(row.rates):,.0f}",
                f"{ratio(row, metal):.2f}",
                f"{ratio(row, one):.1f}",
                f"{statistics.median(row.cpu):.2f}",
                client,
                waits,
            ]
        )
    header = ["", "tokens/s", "range", "× (b)", "× (e)", "cores", "client's", "p50 / p99 of an article, s"]
    return lined_up(header, out)


def speed_plot(rows: Sequence[Row], title: str) -> str:
    """Bars of the medians with the range as a line, in SVG."""
    left, width, height, top = 330, 420, 26, 44
    most = max(max(row.rates) for row in rows)
    scale = width / most
    parts = []
    for i, row in enumerate(rows):
        y = top + i * height
        fill = "#2f6f8f" if "Tidings" in row.name else "#b9b9b9"
        low, high = (left + value * scale for value in (min(row.rates), max(row.rates)))
        parts += [
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{html.escape(row.name)}</text>',
            f'<rect x="{left}" y="{y + 2}" width="{row.rate * scale:.1f}" height="16" fill="{fill}"/>',
            f'<line x1="{low:.1f}" y1="{y + 10}" x2="{high:.1f}" y2="{y + 10}" stroke="#222"/>',
            f'<text x="{high + 6:.1f}" y="{y + 14}">{row.rate:,.0f}</text>',
        ]
    full = top + len(rows) * height + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 70}" height="{full}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/><text x="12" y="22" font-size="14">{html.escape(title)}</text>'
        + "".join(parts)
        + "</svg>\n"
    )


def cached_table(rows: Sequence[dict[str, float | str]]) -> str:
    """Medians over the rounds, one row a server, client and number of clients."""
    groups: dict[tuple[str, str, int], list[dict[str, float | str]]] = {}
    for row in rows:
        groups.setdefault((str(row["client"]), str(row["server"]), int(row["clients"])), []).append(row)

    def middle(group: list[dict[str, float | str]], name: str) -> float:
        return statistics.median(float(row[name]) for row in group)

    out = [
        [
            f"{server}, {clients} {'client' if clients == 1 else 'clients'} ({client})",
            f"{middle(group, 'rate'):,.0f}",
            f"{min(float(r['rate']) for r in group):,.0f} – {max(float(r['rate']) for r in group):,.0f}",
            f"{middle(group, 'p50') * 1000:.2f}",
            f"{middle(group, 'p99') * 1000:.2f}",
            f"{middle(group, 'server_us'):,.0f}",
            f"{middle(group, 'client_us'):,.0f}",
        ]
        for (client, server, clients), group in sorted(groups.items())
    ]
    header = ["", "requests/s", "range", "p50, ms", "p99, ms", "server, µs CPU", "client, µs CPU"]
    return lined_up(header, out)
