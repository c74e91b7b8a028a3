"""Run the site with granian and say when it answers."""

import socket
import threading
import time

import requests
from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

STARTING_SECONDS = 30


def serve(out: OutputWrapper, banner: str) -> None:
    """Serve until SIGTERM or SIGINT, finishing open requests; write the banner once the site answers.

    Raises CommandError when the port is taken.
    """
    _refuse_taken_port()
    server = Server(
        "project.wsgi:application",
        address=settings.LISTEN,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=settings.THREADS,
        workers_kill_timeout=30,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    threading.Thread(target=_announce, args=(out, banner), daemon=True).start()
    server.serve()


def _refuse_taken_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.LISTEN, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"Port {settings.PORT} cannot be used: {error.strerror}. Choose another, such as"
                f" PORT={settings.PORT + 1} ./run demo"
            ) from error


def _announce(out: OutputWrapper, banner: str) -> None:
    host = "127.0.0.1" if settings.LISTEN == "0.0.0.0" else settings.LISTEN  # noqa: S104  compared only
    address = f"http://{host}:{settings.PORT}/healthz"
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.get(address, timeout=1, headers={"Host": settings.SITE.netloc}).ok:
                out.write(banner)
                out.flush()
                return
        except requests.RequestException:
            pass
        time.sleep(0.05)
    out.write(f"The site does not answer at {address} after {STARTING_SECONDS} seconds.")
