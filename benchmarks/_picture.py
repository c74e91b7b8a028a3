"""The figures as a picture: what a request costs each server in CPU, by kinds of request."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

HELD = 10
ROWS = ("list", "list, page 30", "list, 304", "detail", "create", "edit")
SYSTEMS = ("Usher", "Express", "FastAPI", "DRF, cursor", "DRF, page number")
WIDTH, LEFT, RIGHT, BAR, GAP, TOP = 760, 250, 96, 16, 18, 74
# Two sets of colours, as the reader's system is light or dark; Usher's stands out, the others step back.
STYLE = """
.card{fill:#fff;stroke:#d8dde6} text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2733}
.title{font-size:17px;font-weight:600} .small,.value{fill:#5b6675;font-size:12px} .row{font-weight:600}
.bar{fill:#a9b4c4} .own{fill:#3b5bdb} .mine{font-weight:600;fill:#3b5bdb}
@media (prefers-color-scheme:dark){.card{fill:#12161d;stroke:#2b3340} text{fill:#e6eaf0}
.small,.value{fill:#9aa6b6} .bar{fill:#4a5667} .own{fill:#7f9cff} .mine{fill:#9db3ff}}
"""


def picture_of(cells: Sequence[dict[str, Any]], told: dict[str, Any]) -> str:
    """Return an SVG of the CPU a request, with tokens of ten permissions."""
    cost = {(cell["what"], cell["who"]): cell["cpu"] for cell in cells if cell["permissions"] == HELD}
    longest = max((cost.get((row, system), 0) for row in ROWS for system in SYSTEMS), default=1) or 1
    drawn, y = [], TOP
    for row in ROWS:
        shown = [(system, cost[row, system]) for system in SYSTEMS if (row, system) in cost]
        if shown:
            drawn.append(f'<text class="row" x="24" y="{y + 12}">{escape(row)}</text>')
        for system, each in shown:
            drawn.append(_bar(system, each, each / longest * (WIDTH - LEFT - RIGHT), y))
            y += BAR + 4
        y += GAP if shown else 0
    return _framed(drawn, y + 22, told)


def _bar(system: str, cost: float, width: float, y: float) -> str:
    mark, word = ("own", "mine") if system == "Usher" else ("bar", "value")
    name = "mine" if system == "Usher" else ""
    return (
        f'<text x="{LEFT - 10}" y="{y + 12}" text-anchor="end" class="{name}">{escape(system)}</text>'
        f'<rect class="{mark}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" rx="3"/>'
        f'<text class="{word}" x="{LEFT + width + 8:.1f}" y="{y + 12}">{cost:,.0f} µs</text>'
    )


def _framed(drawn: Sequence[str], height: int, told: dict[str, Any]) -> str:
    below = f"{told['machine']} · commit {told['commit']} · {told['date']}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="CPU a request, by server and kind of request"><style>{STYLE}</style>'
        f'<rect class="card" x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="10"/>'
        '<text class="title" x="24" y="34">CPU a request: shorter is better</text>'
        '<text class="small" x="24" y="54">One worker on one core, the same PostgreSQL and rows, the token'
        " verified at each request.</text>"
        f'{"".join(drawn)}<text class="small" x="24" y="{height - 16}">{escape(below)}</text></svg>\n'
    )
