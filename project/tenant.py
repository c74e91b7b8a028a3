"""Run two Ushers, one as the tenant of the other, which knows it by settings alone: ./run demo --with-tenant.

Each has a file of settings and a database of its own in one folder, so that a command on either is
``DOTENV=FILE ./run COMMAND``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from django.utils.crypto import salted_hmac

from permissions_api.conf import conf
from permissions_api.loopback import is_loopback
from project.processes import Process, run_together
from project.server import refuse_taken_port

SITE_CLIENT_ID, MACHINE_ID = "usher-site", "usher-site-directory"
# What the shell, or .env, may say of the one site that would run otherwise.
NOT_INHERITED = (
    *("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_FLAVOUR", "BFF_CLIENT_ID", "DIRECTORY"),
    *("INSTANCE", "ALLOWED_HOSTS"),
)


def serve_with_tenant(out: OutputWrapper, tenant_url: str, people: Sequence[str]) -> None:
    """Serve both until SIGTERM or SIGINT. Raises CommandError as ``run_together`` does."""
    tenant_url, port = _checked(tenant_url)
    refuse_taken_port()
    refuse_taken_port(port, f"./run demo --with-tenant {tenant_url.rpartition(':')[0]}:{{}}")
    folder = _folder()
    machine = {"CLIENT_ID": MACHINE_ID, "CLIENT_SECRET": _secret(MACHINE_ID)}
    tenant = Process(
        "the tenant",
        port,
        _written(
            folder / "tenant.env",
            tenant_url,
            port,
            MANAGEMENT_API="1",
            **{f"MANAGEMENT_{name}": value for name, value in machine.items()},
        ),
        ("demo", "--for-site", settings.SITE_URL),
    )
    site = Process(
        "the site",
        settings.PORT,
        _written(
            folder / "site.env",
            settings.SITE_URL,
            settings.PORT,
            OIDC_ISSUER=f"{tenant_url}/",
            **{"BFF_CLIENT_ID" if conf.strategy.sessions else "OIDC_CLIENT_ID": SITE_CLIENT_ID},
            OIDC_FLAVOUR="auth0",
            DIRECTORY="directory.backends.auth0.Auth0Directory",
            # So that what is changed at the tenant is soon seen. A real tenant allows few calls a second, and
            # the defaults are for one.
            PERMISSION_SOURCE="hybrid",
            DIRECTORY_TTL="3",
            DIRECTORY_BUDGET="20",
            **{f"AUTH0_MANAGEMENT_{name}": value for name, value in machine.items()},
        ),
        ("demo",),
    )
    out.write("  … preparing two databases and starting both, which takes a moment")
    out.flush()
    run_together(out, lambda _started: _banner(tenant_url, folder, people), [[tenant], [site]])


def _checked(tenant_url: str) -> tuple[str, int]:
    """Return the address without a closing slash, and its port. Raises CommandError."""
    parts = urlsplit(tenant_url.rstrip("/"))
    if parts.scheme != "http" or parts.path or not parts.port or not is_loopback(tenant_url):
        raise CommandError(
            f"{tenant_url!r} is no place for the tenant of a demo. Give it an address of this machine,"
            " such as http://localhost:8001, or http://127.0.0.1:8001, which is another site to a browser."
        )
    return parts.geturl(), parts.port


def _folder() -> Path:
    """Return where both are kept: beside the database of the demo."""
    database = Path(settings.DATABASES["default"]["NAME"])
    folder = (database.parent if database.is_absolute() else settings.BASE_DIR / "data") / "with-tenant"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _written(file: Path, url: str, port: int, **more: str) -> Mapping[str, str]:
    """Write the settings of one of them into a file, and return the environment that it starts with."""
    chosen = {
        "DEMO": "1",
        "SECRET_KEY": _secret(file.stem),
        "PORT": str(port),
        "SITE_URL": url,
        "DATABASE_URL": f"sqlite:///{file.with_suffix('.sqlite3')}",
        "AUDIENCE_STRATEGY": conf.STRATEGY,
        **({"GATEWAY_CLIENT_SECRET": _secret("gateway")} if conf.strategy.gateway else {}),
        **({"BFF_CLIENT_SECRET": _secret("bff")} if conf.strategy.sessions else {}),
        **more,
    }
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in chosen.items()))
    return {**dict.fromkeys(NOT_INHERITED, ""), **chosen, "DOTENV": str(file)}


def _secret(purpose: str) -> str:
    """Return one that is the same at each start."""
    key = salted_hmac("usher.tenant", purpose, secret=settings.SECRET_KEY, algorithm="sha256")
    return key.hexdigest()


def _banner(tenant_url: str, folder: Path, people: Sequence[str]) -> str:
    tenant, site = (f"DOTENV={folder / name}" for name in ("tenant.env", "site.env"))
    lines = [
        "",
        f"  The site is at    {settings.SITE_URL}   log in here: it sends you to the tenant",
        f"  The tenant is at  {tenant_url}   where people, roles and logins are",
        "",
        *people,
        "",
        f"  To try: Robin at {settings.SITE_URL}/books; in a private window Batman at {tenant_url}/people"
        " gives him write:books, and the open page follows.",
        "",
        "  The site knows the tenant by its settings alone. Commands on either:",
        f"    {tenant} ./run grant robin write:books",
        f"    {tenant} ./run token robin",
        f"    {site} ./run check",
        "",
        "  A token of the tenant's Management API, by the site's machine client:",
        f"    (. {folder / 'site.env'}; curl -s ${{OIDC_ISSUER}}oauth/token -d grant_type=client_credentials"
        " -d client_id=$AUTH0_MANAGEMENT_CLIENT_ID -d client_secret=$AUTH0_MANAGEMENT_CLIENT_SECRET"
        " -d audience=${OIDC_ISSUER}api/v2/)",
        "",
        f"  API docs: {settings.SITE_URL}/api/docs/",
        "",
        "  Ctrl-C stops both.",
    ]
    return "\n".join(lines)
