"""What an empty application costs, so the server alone: as ./run serve has it, and otherwise.

Run: ./run bench server. The server has a core of its own; eight connections are kept; tokens are as long as
those of 10 and of 400 permissions are.
"""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, suppress

from benchmarks._cpu import LOAD_CORE, SERVER_CORE, on_core
from benchmarks._figures import about, provenance, spread, table, write
from benchmarks._load import Load, always, ask, load, request
from benchmarks._site import SETTINGS
from tests.e2e.server import ROOT, free_port

ROUNDS, SECONDS = 5, 1.0
TOKENS = {"10 permissions": 1_200, "400 permissions": 8_000}  # characters
SERVERS = {
    "as ./run serve: ASGI, uvloop, 4 threads in turns": ("asginl", "application", "uvloop", "4"),
    "the same with 1 thread": ("asginl", "application", "uvloop", "1"),
    "the same on asyncio's own loop": ("asginl", "application", "asyncio", "4"),
    "WSGI, 4 threads, whose bodies hold threads": ("wsgi", "empty_by_wsgi", "auto", "4"),
}


def main() -> None:
    with ExitStack() as stack:
        addresses = {name: started(stack, *how) for name, how in SERVERS.items()}
        stack.enter_context(on_core(LOAD_CORE))
        found: dict[tuple[str, str], list[Load]] = {}
        for _ in range(ROUNDS):
            for name, (url, pid) in addresses.items():
                for token, length in TOKENS.items():
                    asked = always(request(url, {"Authorization": f"Bearer {'a' * length}"}))
                    found.setdefault((name, token), []).append(
                        load(url, asked, 200, SECONDS, pid, os.getpid())
                    )
    rows = [
        (*case, spread([each.cpu for each in loads]), spread([each.rate for each in loads]))
        for case, loads in found.items()
    ]
    told = provenance("./run bench server", ROUNDS)
    text = table(("server", "token", "CPU, µs a request", "requests/s"), rows)
    print(text)
    write("server", f"# An empty application\n\n{about(told)}\n\n{text}", {**told, "rows": rows})


def started(stack: ExitStack, interface: str, name: str, loop: str, threads: str) -> tuple[str, int]:
    """Start a server until the end of the stack; return its address and process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", interface, "--port", str(port), "--loop", loop]
    command += ["--log-level", "warning", f"benchmarks._empty:{name}"]
    command += ["--blocking-threads", threads] if interface == "wsgi" else []
    with on_core(SERVER_CORE):
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **SETTINGS, "THREADS": threads})
    stack.callback(server.wait)
    stack.callback(server.terminate)
    url = f"http://127.0.0.1:{port}/"
    while server.poll() is None:
        with suppress(OSError):
            ask(url, request(url, {}))
            return url, server.pid
        time.sleep(0.1)
    raise RuntimeError("The server ended.")


if __name__ == "__main__":
    main()
