"""Warn of what is wrong when the site starts, without holding it up."""

import logging
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import OutputWrapper

from permissions_api.loopback import is_loopback
from project.doctor import report
from project.doctor.findings import Check, Finding, Severity
from project.doctor.outside import Outside
from project.server import answers_at

log = logging.getLogger(__name__)

LOOKING_SECONDS = 10.0  # for all that is asked at a start
STARTING_SECONDS = 600.0  # a site that does not answer by then has told so itself


def warn_of_what_is_wrong(out: OutputWrapper) -> None:
    """Look in a thread of its own once the site answers, and write errors and warnings alone."""
    threading.Thread(target=_look, args=(out,), daemon=True).start()


def _look(out: OutputWrapper) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while not answers_at(settings.PORT):
        if time.monotonic() > deadline:
            return
        time.sleep(0.2)
    try:
        findings = list(troubles(Outside(LOOKING_SECONDS)))
    except Exception:  # Whatever it is, a look from beside ends no server.
        log.exception("The doctor could not look at the site; it is served all the same.")
        return
    if findings:
        out.write(f"\n{report.in_words(findings)}\n./run doctor looks at all there is.", str)
        out.flush()


def troubles(outside: Outside) -> Iterator[Finding]:
    for each in _asked_at_start():
        for finding in each.findings(outside):
            if finding.severity in (Severity.ERROR, Severity.WARNING):
                yield finding


def _asked_at_start() -> Iterator[Check]:
    """Yield what is cheap to know: of an issuer elsewhere what it tells everybody, else this site's address.

    A proxy in front may let nobody through before this site has been answering for a while.
    """
    from project.doctor.catalogue import CHECKS  # noqa: PLC0415  in this thread, as a start waits for no import

    for each in CHECKS:
        if each.at_start and not settings.EMBEDDED:
            yield each
        if each.id == "site-address" and is_loopback(settings.SITE_URL):
            yield each
