"""Who imports whom: the floors of the house as pyproject.toml has them, and the apps of ``RESOURCES``."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from tooling import install, resource_list
from tooling.steps import ROOT, Command, quietly

COMPUTED = install.LOCAL / "import-rules.ini"
# All of the house that the app of a resource may lean on.
OPEN_TO_APPS = ("resources", "importing", "permissions_api")


def check() -> None:
    """Raises Failed naming the imports that break a rule."""
    house = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    install.LOCAL.mkdir(exist_ok=True)
    COMPUTED.write_text(rules(house, resource_list.apps()))
    command: Command = [install.VENV / "bin" / "lint-imports", "--config", COMPUTED]
    quietly("Who imports whom (import-linter)", command)


def rules(house: Mapping[str, Any], declaring: Sequence[str]) -> str:
    """Return import-linter's rules: its apps stand side by side below the composition, on three floors."""
    packages = house["root_packages"]
    apps = [name for name in declaring if name not in packages]
    sections = [_section("importlinter", root_packages=[*packages, *apps])]
    for number, contract in enumerate(house["contracts"]):
        top, second, *lower = contract.get("layers", ("", ""))
        layers = {"layers": [top, " | ".join([*apps, second]), *lower]} if top else {}
        sections.append(_section(f"importlinter:contract:{number}", **{**contract, **layers}))
    if apps:
        apart = {
            "name": f"The app of a resource imports only {', '.join(OPEN_TO_APPS)}",
            "type": "forbidden",
            "source_modules": apps,
            "forbidden_modules": [name for name in packages if name not in OPEN_TO_APPS],
        }
        sections.append(_section("importlinter:contract:apps", **apart))
    return "\n".join(sections)


def _section(title: str, **options: Any) -> str:
    lines = [f"[{title}]"]
    for name, value in options.items():
        values = [value] if isinstance(value, str) else ["", *value]
        lines.append(f"{name} = " + "\n    ".join(values))
    return "\n".join(lines) + "\n"
