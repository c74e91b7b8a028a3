"""Run the site beside the processes that it asks, as one: they start, end and fail together.

A gateway that asked its own process would wait for itself as soon as every thread waits. So
the same code runs once more on a loopback port. Each of these processes reads a pipe that
only this one holds open: should this one be killed, they finish and end by themselves.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper

from permissions_api.conf import conf
from permissions_api.resource import declared_resources
from permissions_api.strategies import STRATEGIES, Strategy
from project.patience import IDLE_SECONDS, Patience
from project.server import answers_at, free_port, refuse_taken_port

STOPPING_SECONDS = 40  # a little more than a server takes to finish open requests
# The others answer on loopback, and to this process alone.
NO_TLS = {"TLS_CERTIFICATE": "", "TLS_KEY": ""}
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


@dataclass(eq=False)  # One is itself alone, and may be compared before it runs.
class Process:
    """One server: what it is for, its address, and the settings in which it differs from this process."""

    purpose: str
    port: int
    environment: Mapping[str, str]
    command: Sequence[str] = ("serve",)
    running: subprocess.Popen[bytes] = field(init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.running = subprocess.Popen(  # noqa: S603  our own command
            [*MANAGE, *self.command, "--with-parent"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "SITE_URL": settings.SITE_URL,
                "PORT": str(self.port),
                **NO_TLS,
                **self.environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # Its banner: there is one for all.
            # Ctrl-C reaches this process alone, which ends the others in their order.
            start_new_session=True,
        )


class PictureFetcher:
    """The process that fetches pictures, where the site shows any: it runs while this one serves."""

    AGAIN = 10  # seconds until one that ended is started anew

    def __enter__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        if settings.PICTURES:
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if settings.PICTURES:
            self._thread.join(STOPPING_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            process = Process("pictures", 0, {}, ("fetch_pictures",))
            process.start()
            while process.running.poll() is None and not self._stop.wait(0.2):
                pass
            _end([process])
            self._stop.wait(self.AGAIN)


def one_for_all() -> list[Process]:
    """Return the second process as ./run demo needs it: every API, and tokens."""
    return [_behind_the_site("every API, and tokens", ",".join(_apis()))]


def one_for_each() -> list[Process]:
    """Return a process for each API, and one for tokens where the gateway gets them from our own provider."""
    found = [_behind_the_site(f"the API of {name}", name) for name in _apis()]
    asks = settings.EMBEDDED and not _strategy().sessions
    return [*found, *([_behind_the_site("tokens", "none")] if asks else [])]


def _strategy() -> Strategy:
    return STRATEGIES[os.environ.get("AUDIENCE_STRATEGY", conf.STRATEGY)]


def _apis() -> list[str]:
    return [resource.name for resource in declared_resources()]


def _behind_the_site(purpose: str, apps: str) -> Process:
    return Process(
        purpose,
        free_port(),
        {
            "APPS": apps,
            "LISTEN": "127.0.0.1",
            "WORKERS": "1",
            "GATEWAY_UPSTREAMS": "{}",
            # It is asked by the site alone, which says for whom.
            "ALLOWED_HOSTS": ",".join([*settings.ALLOWED_HOSTS, "127.0.0.1"]),
            "TRUSTED_PROXIES": "127.0.0.1",
        },
    )


def _site(others: Sequence[Process], apps: str) -> Process:
    served_at = {name: other.url for other in others for name in other.environment["APPS"].split(",")}
    upstreams = {name: served_at[name] for name in _apis()}
    token_url, with_sessions = settings.GATEWAY_TOKEN_URL, _strategy().sessions
    if settings.EMBEDDED and not (token_url or with_sessions):
        token_url = f"{others[-1].url}/oauth/token"
    return Process(
        "the site, which holds the tokens" if with_sessions else "the site and its gateway",
        settings.PORT,
        {"APPS": apps, "GATEWAY_UPSTREAMS": json.dumps(upstreams), "GATEWAY_TOKEN_URL": token_url},
    )


def serve_together(out: OutputWrapper, banner: str, others: Sequence[Process], apps: str) -> None:
    """Serve until SIGTERM or SIGINT, finishing open requests; write the banner once all answer.

    ``apps`` are the APIs the site itself serves beside them. Raises CommandError as
    ``run_together`` does, and when the port is taken.
    """
    refuse_taken_port()
    site = _site(others, apps)
    run_together(out, lambda started: f"{banner}\n{_list(started)}", [others, [site]])


def run_together(
    out: OutputWrapper, banner: Callable[[Sequence[Process]], str], groups: Sequence[Sequence[Process]]
) -> None:
    """Run each group once the one before answers, until SIGTERM or SIGINT; end the last of them first.

    Raises CommandError when a process ended by itself, after all others were ended.
    """
    started: list[Process] = []
    with _told_to_stop() as stop:
        try:
            for group in groups:
                for process in group:
                    process.start()
                    started.append(process)
                _wait_until_answering(group, started, stop, out)
                if stop.is_set():
                    return
            out.write(banner(started))
            out.flush()
            while not stop.wait(0.2):
                _refuse_ended(started)
        finally:
            # Their open requests still need those before them.
            for group in reversed(groups):
                _end([process for process in group if process in started])


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    numbers = (signal.SIGTERM, signal.SIGINT)
    former = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _wait_until_answering(
    group: Sequence[Process], started: Sequence[Process], stop: threading.Event, out: OutputWrapper
) -> None:
    def say(words: str) -> None:
        out.write(words)
        out.flush()

    waiting = [(process, Patience(process.running.pid, process.purpose, say)) for process in group]
    while waiting and not stop.wait(0.05):
        _refuse_ended(started)
        waiting = [(process, patience) for process, patience in waiting if not answers_at(process.port)]
        for process, patience in waiting:
            if patience.is_over():
                raise CommandError(
                    f"The process for {process.purpose} does not answer at {process.url}, and has done"
                    f" nothing for {IDLE_SECONDS} seconds; what it said stands above. All were stopped."
                )


def _refuse_ended(started: Sequence[Process]) -> None:
    for process in started:
        status = process.running.poll()
        if status is not None:
            raise CommandError(
                f"The process for {process.purpose} ended by itself (exit status {status}), so all were"
                " stopped; what it said stands above."
            )


def _end(processes: Sequence[Process]) -> None:
    for process in processes:
        process.running.terminate()
    deadline = time.monotonic() + STOPPING_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.running.wait(max(0.0, deadline - time.monotonic()))
        # What did not end in time, and what a process that was killed left behind.
        with suppress(ProcessLookupError):
            os.killpg(process.running.pid, signal.SIGKILL)
        process.running.wait()
        if process.running.stdin:
            process.running.stdin.close()


def _list(started: Sequence[Process]) -> str:
    strategy = os.environ.get("AUDIENCE_STRATEGY", conf.STRATEGY)
    lines = [f"    {process.url:<24} {process.purpose}" for process in reversed(started)]
    return "\n".join(
        [f"  Processes under AUDIENCE_STRATEGY={strategy}:", *lines, "", "  Ctrl-C stops them all."]
    )
