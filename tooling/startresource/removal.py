"""Take a resource away: its table, its place on the list and its files, which are kept aside."""

import os
import re
import time
from pathlib import Path

from tooling import demo, install, resource_list, suite
from tooling.startresource import feature_list
from tooling.startresource.changes import all_or_none
from tooling.startresource.plan import Plan
from tooling.steps import ROOT, Failed, loudly, step

LISTS = (resource_list.SETTINGS, feature_list.FEATURES)


def remove(name: str, drop_data: bool) -> None:
    """Raises Failed where something still needs it, or its table has rows and may not go."""
    plan = Plan(name, name, [])
    _refuse_what_is_needed(plan)
    install.python_packages(dev=True)
    install.npm_packages()
    if _has_database():
        command = suite.manage("drop_resource", name, *(["--drop-data"] if drop_data else []))
        loudly(f"The table of {name}", command)
    aside = install.LOCAL / "removed" / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}"
    with all_or_none(hint="Its table is gone: ./run migrate makes it anew.") as changes:
        changes.keep(*LISTS, suite.SCHEMA, suite.TYPES)
        with step("Its files, its line in settings.RESOURCES and in the menu"):
            for folder in filter(Path.exists, plan.folders):
                changes.move(folder, aside / folder.relative_to(ROOT))
            resource_list.remove(plan.path)
            feature_list.remove(plan.name, plan.variable)
        suite.write_schema()
        feature_list.format_with()
    print(f"{name} is gone. What was written in its files lies in {aside.relative_to(ROOT)}.")


def _refuse_what_is_needed(plan: Plan) -> None:
    if plan.path not in resource_list.paths():
        own = [path.split(".")[0] for path in resource_list.paths() if not path.startswith(resource_list.OWN)]
        raise Failed(f"{plan.name} cannot be removed. Those that can are: {', '.join(own)}.")
    needing = [str(file.relative_to(ROOT)) for file in _python_files(plan) if _imports(plan.name, file)]
    if needing:
        raise Failed(
            f"{plan.name} is imported by {', '.join(needing[:5])}{' and others' if needing[5:] else ''}."
            " Take that out first."
        )


def _python_files(plan: Plan) -> list[Path]:
    packages = {path.parent for path in ROOT.glob("*/__init__.py")} | {ROOT / "tests"}
    files = (file for package in packages for file in package.rglob("*.py"))
    return sorted(file for file in files if not any(folder in file.parents for folder in plan.folders))


def _imports(name: str, file: Path) -> bool:
    return bool(re.search(rf"^\s*(from|import) (tests\.)?{name}\b", file.read_text(), re.MULTILINE))


def _has_database() -> bool:
    """Say whether a site was set up here, whose database may have the table."""
    named = {"SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "DATABASE_URL_FILE"} & os.environ.keys()
    return bool(named) or demo.DOTENV.exists() or (ROOT / "data" / "usher.sqlite3").exists()
