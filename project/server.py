"""Run the site with granian and say when it answers."""

import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
import warnings
from pathlib import Path

import requests
from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from urllib3.exceptions import InsecureRequestWarning

from project.patience import WORD_SECONDS

FINISHING_SECONDS = 30  # for open requests, before a worker is killed
PARENT_SECONDS = 1  # between two looks of a worker whether its server is still there


def serve(out: OutputWrapper, banner: str) -> None:
    """Serve until SIGTERM or SIGINT, finishing open requests; write the banner once the site answers.

    Raises CommandError when the port is taken.
    """
    refuse_taken_port()
    server = Server(
        "project.asgi:application",
        address=settings.LISTEN,
        port=settings.PORT,
        interface=Interfaces.ASGINL,
        workers=settings.WORKERS,
        workers_kill_timeout=FINISHING_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        ssl_cert=Path(settings.TLS_CERTIFICATE) if settings.TLS_CERTIFICATE else None,
        ssl_key=Path(settings.TLS_KEY) if settings.TLS_KEY else None,
    )
    threading.Thread(target=_announce, args=(out, banner), daemon=True).start()
    gc.collect()
    gc.freeze()  # Else each worker's first collection would copy what it shares with this process.
    server.serve()


def end_with_parent() -> None:
    """Stop as after SIGTERM once standard input ends: whoever started this process holds it open."""

    def wait() -> None:
        # Not through sys.stdin, whose lock a waiting thread would hold when the process ends.
        while os.read(sys.stdin.fileno(), 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def end_with_server() -> None:
    """Let this worker stop as after SIGTERM once the server that started it is gone, however it went.

    A worker of a killed server would keep the port, and the next start would fail. The parent is asked for
    by its number, as Linux alone tells a process that its parent ended.
    """
    server = multiprocessing.parent_process()
    if server is None:
        return

    def watch() -> None:
        while os.getppid() == server.pid:
            time.sleep(PARENT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(FINISHING_SECONDS)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def free_port() -> int:
    """Return a port of loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def refuse_taken_port(port: int = settings.PORT, instead: str = "PORT={} ./run demo") -> None:
    """Raise CommandError, which says what to try in its place, when a port cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.LISTEN, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used: {error.strerror}. Choose another, such as"
                f" {instead.format(port + 1)}"
            ) from error


def _announce(out: OutputWrapper, banner: str) -> None:
    began = said = time.monotonic()
    while not answers_at(settings.PORT):
        time.sleep(0.05)
        if time.monotonic() - said >= WORD_SECONDS:
            said = time.monotonic()
            out.write(f"  … starting the site: {said - began:.0f} s")
            out.flush()
    out.write(banner)
    out.flush()


def answers_at(port: int) -> bool:
    """Say whether a process of this site answers on a port of this machine."""
    everywhere = settings.LISTEN == "0.0.0.0"  # noqa: S104  compared only
    host = "127.0.0.1" if everywhere or port != settings.PORT else settings.LISTEN
    scheme = "https" if settings.TLS_CERTIFICATE and port == settings.PORT else "http"
    headers = {"Host": settings.SITE.netloc}
    try:
        with warnings.catch_warnings():
            # It is asked whether it answers, by an address that its certificate need not name.
            warnings.simplefilter("ignore", InsecureRequestWarning)
            answer = requests.get(
                f"{scheme}://{host}:{port}/healthz",
                timeout=1,
                headers=headers,
                verify=False,  # noqa: S501
            )
    except requests.RequestException:
        return False
    return answer.ok
