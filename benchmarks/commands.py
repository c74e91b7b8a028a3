"""How long a command of manage.py takes, and how long ./run demo until it answers, with all prepared.

Run: ./run bench commands. Shown are seconds by the clock and of CPU, of five runs in turns; on a busy
machine the CPU is what counts.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._figures import about, provenance, spread, table, write
from benchmarks._site import SETTINGS, fill
from tests.e2e.server import ROOT, free_port, wait_until_answering

ROUNDS = 5
COMMANDS = {
    "token robin": 1.5,
    "grant robin write:books": 1.5,
    "withdraw robin write:books": 1.5,
    "unlock robin": 1.5,
    "check": 2.3,
    "migrate": 2.3,
}
DEMO = "./run demo, to the first answer"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as folder:
        settings = {**SETTINGS, "DATABASE_URL": f"sqlite:///{Path(folder) / 'usher.sqlite3'}"}
        fill(settings["DATABASE_URL"], films="none")
        demo = {**settings, "DEMO": "1", "DOTENV": str(Path(folder) / "env")}
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in (*COMMANDS, DEMO)}
        run_demo(demo)  # which installs and builds what is missing
        for _ in range(ROUNDS):
            for name in COMMANDS:
                found[name].append(run(name.split(), settings))
            found[DEMO].append(run_demo(demo))
    most = {**COMMANDS, DEMO: 4}
    rows = [
        (name, *(spread(each, 2) for each in zip(*times, strict=True)), f"≤ {most[name]}")
        for name, times in found.items()
    ]
    told = provenance("./run bench commands", ROUNDS)
    text = table(("command", "seconds", "seconds of CPU", "must"), rows)
    print(text)
    write("commands", f"# Commands\n\n{about(told)}\n\n{text}", {**told, "seconds": found})


def run(command: list[str], settings: dict[str, str]) -> tuple[float, float]:
    """Return the seconds by the clock and of CPU that a command took."""
    began, spent = time.perf_counter(), of_children()
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began, of_children() - spent


def run_demo(settings: dict[str, str]) -> tuple[float, float]:
    """Return what ./run demo takes until it answers; its CPU is that until it has ended."""
    port = free_port()
    address = {"PORT": str(port), "SITE_URL": f"http://localhost:{port}"}
    began, spent = time.perf_counter(), of_children()
    with subprocess.Popen(
        ["./run", "demo"], cwd=ROOT, env={**os.environ, **settings, **address}, stdout=subprocess.DEVNULL
    ) as server:
        wait_until_answering(f"{address['SITE_URL']}/healthz", server)
        elapsed = time.perf_counter() - began
        server.terminate()
    return elapsed, of_children() - spent


def of_children() -> float:
    """Return the CPU seconds of all processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


if __name__ == "__main__":
    main()
