"""Take the words after ./run to what they mean."""

import os
import sys
from collections.abc import Callable

from tooling import bench, certificates, demo, import_rules, install, suite
from tooling.startresource import command
from tooling.steps import Failed

HELP = """\
./run demo             install, fill and serve the demo; --no-server stops before serving,
                       --separate runs each API in a process of its own, --with-tenant a second
                       Usher as the tenant of the first
./run serve            serve the site for real, by the settings in the environment or .env
./run test             everything: lint, types, checks, every test. With arguments
                       (./run test -k movies) only pytest, with these arguments;
                       --all repeats all on both databases and with an external issuer,
                       and in the browser with every person × every audience strategy
./run lint             style, types and import rules; --fix mends what can be mended
./run lint-imports     the import rules alone
./run startresource NAME FIELD:KIND …
                       write an API with its pages and tests; --help tells more
./run bench NAME       measure; without a name it lists what there is. --quick is a part of the
                       tests, and --quick --renew commits to what a guarded list costs now
./run schema           write schema.yml and the TypeScript types from the code
./run translations     write the catalogues of other languages from the code, for words to be added
./run lock             write the lock files from pyproject.toml
./run COMMAND          any manage.py command, such as ./run token robin; ./run help lists them\
"""


def serve() -> None:
    """Serve for real, without the demo that .env may have turned on."""
    install.site()
    os.environ["DEMO"] = "0"
    install.hand_over("serve")


COMMANDS: dict[str, Callable[[list[str]], object]] = {
    "demo": demo.run,
    "serve": lambda _rest: serve(),
    "test": suite.test,
    "lint": lambda rest: suite.lint(fix=rest == ["--fix"]),
    "lint-imports": lambda _rest: import_rules.check(),
    "startresource": command.run,
    "bench": bench.run,
    "schema": lambda _rest: suite.write_schema(),
    "translations": lambda _rest: suite.write_catalogues(),
    "lock": lambda _rest: install.write_locks(),
    "-h": lambda _rest: print(HELP),
    "--help": lambda _rest: print(HELP),
}


def main(arguments: list[str]) -> None:
    word, *rest = arguments or ["--help"]
    if word in COMMANDS:
        COMMANDS[word](rest)
    else:
        install.python_packages()
        install.hand_over(*arguments)


# Root has no sbin in PATH after a plain `su` on Debian; apt-get and PostgreSQL's first start need it.
os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
os.environ |= certificates.settings(os.environ)
# What one process has compiled the next ones read, wherever this is run: a test run starts hundreds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

try:
    main(sys.argv[1:])
except Failed as failure:
    sys.exit(f"\n{failure}")
except KeyboardInterrupt:
    sys.exit(130)
