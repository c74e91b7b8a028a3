"""The demo as tenant and site: two Ushers, of which one knows the other by its settings alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import jwt
from playwright.sync_api import Page

from tests.e2e.server import ROOT, SECRET_KEY, Site, free_port, running_site, wait_until_answering


@dataclass(frozen=True)
class Pair:
    """``site`` is what people use, ``tenant`` its issuer; ``running`` is what started both."""

    site: Site
    tenant: Site
    running: "subprocess.Popen[bytes]"
    folder: Path

    @property
    def url(self) -> str:
        return self.tenant.url

    def log_in(self, page: Page, name: str) -> None:
        """Choose somebody's card at the tenant, where the page stands."""
        page.get_by_role("button", name=name).click()

    def give(self, name: str, permission: str) -> None:
        """Give at the tenant, by its own command."""
        self.tenant.manage("grant", name.lower(), permission)

    def holds(self, name: str) -> set[str]:
        """Return what the tenant writes into a token of somebody."""
        token = self.tenant.manage("token", name.lower())
        return set(jwt.decode(token, options={"verify_signature": False})["permissions"])

    def another_site(self) -> AbstractContextManager[Site]:
        """Serve the site once more, at an address that to a browser is another site than the tenant's."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        uris = ("--redirect-uri", f"{url}/callback", "--logout-uri", f"{url}/")
        self.tenant.manage("client", "add", "--public", "--id", "site-elsewhere", *uris)
        changes = {"SITE_URL": url, "PORT": str(port), "OIDC_CLIENT_ID": "site-elsewhere"}
        return running_site(self.folder, **{**self.site.environment, **changes})


@contextmanager
def tenant_and_site(folder: Path, **settings: str) -> Iterator[Pair]:
    """Run ``manage.py demo --with-tenant`` until the block ends, on free ports."""
    port, tenant_url = free_port(), f"http://localhost:{free_port()}"
    environment = {
        **os.environ,
        "SECRET_KEY": SECRET_KEY,
        "DEMO": "1",
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'usher.sqlite3'}",
        "WORKERS": "1",
        "LOGIN_RATE": "0",
        **settings,
    }
    with (folder / "server.log").open("w") as log:
        running = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--with-tenant", tenant_url],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_answering(f"http://127.0.0.1:{port}/readyz", running)
        site, tenant = (_of(folder / "with-tenant" / name, running) for name in ("site.env", "tenant.env"))
        yield Pair(site, tenant, running, folder)
    finally:
        running.terminate()
        running.wait(timeout=60)


def _of(file: Path, running: "subprocess.Popen[bytes]") -> Site:
    """Return the one of them whose settings are in a file."""
    chosen = dict(line.split("=", 1) for line in file.read_text().splitlines())
    return Site(chosen["SITE_URL"], {**os.environ, **chosen}, running.pid)
