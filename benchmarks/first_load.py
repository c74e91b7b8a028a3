"""How soon a phone on a slow line shows the list of films to somebody who is logged in.

Run: ./run bench first_load [--rounds 5] [--strategy backend_for_frontend]

The demo as ./run demo serves it; Robin is logged in, no file of the site is in the browser. In turns:
Lighthouse reckons, as it does for a phone, what it sees without a brake; and the page is loaded with the
brake on (slow 4G, 150 ms and 1.6 Mbit/s; a processor four times slower), to see when the first film is there.
Posters lie on other sites and are not counted. The bytes are those of all that comes from the site within
1.5 s of the first film, with the tokens.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._figures import about, provenance, spread, table, write
from tests.e2e.server import running_site
from tooling import browser, install
from tooling.steps import ROOT

FOLDER = ROOT / "benchmarks" / "lighthouse"
GOALS = {
    "score": "≥ 0.95",
    "largest paint, reckoned (ms)": "≤ 2,000",
    "blocking, reckoned (ms)": "≤ 150",
    "layout shift": "0",
    "first film, brake on (ms)": "≤ 3,200",
    "first paint, brake on (ms)": "",
    "blocking, brake on (ms)": "",
    "bytes (KiB)": "",
    "requests": "",
    "scripts": "",
}
KIB = {"single_audience": 270, "backend_for_frontend": 210}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench first_load", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--strategy", choices=KIB, default="single_audience")
    options = parser.parse_args()
    rounds, strategy = options.rounds, options.strategy
    install.npm_packages(FOLDER)
    with (
        tempfile.TemporaryDirectory(prefix="usher-first-load-") as folder,
        running_site(Path(folder), LOGIN_RATE="0", AUDIENCE_STRATEGY=strategy) as site,
    ):
        told = [str(browser.find()), site.url, "/movies", "robin", "gotham-demo", str(rounds)]
        command = [str(install.node()), str(FOLDER / "first_load.mjs"), *told]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = measured(json.loads(done.stdout))
    goals = GOALS | {"bytes (KiB)": f"≤ {KIB[strategy]}"}
    rows = [(name, goal, spread(figures[name], 2 if name == "score" else 0)) for name, goal in goals.items()]
    measuring = provenance(f"./run bench first_load --strategy {strategy}", rounds)
    text = f"{table(['of /movies', 'goal', 'now'], rows)}\n\n{about(measuring)}"
    print(text)
    medians = {name: statistics.median(values) for name, values in figures.items()}
    write(f"first_load_{strategy}", text, {**measuring, "medians": medians})


def measured(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[float]]:
    """Return each figure of every round."""
    reckoned, braked = found["reckoned"], found["applied"]
    return {
        "score": [each["score"] for each in reckoned],
        "largest paint, reckoned (ms)": [each["lcp"] for each in reckoned],
        "blocking, reckoned (ms)": [each["tbt"] for each in reckoned],
        "layout shift": [each["cls"] for each in (*reckoned, *braked)],
        "first film, brake on (ms)": [each["row"] for each in braked],
        "first paint, brake on (ms)": [each["fcp"] for each in braked],
        "blocking, brake on (ms)": [each["tbt"] for each in braked],
        "bytes (KiB)": [sum(asked["bytes"] for asked in each["requests"]) / 1024 for each in braked],
        "requests": [len(each["requests"]) for each in braked],
        "scripts": [sum(asked["type"] == "Script" for asked in each["requests"]) for each in braked],
    }


if __name__ == "__main__":
    main()
