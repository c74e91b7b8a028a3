"""./run startresource NAME FIELD:KIND …, and --remove NAME."""

import argparse
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from tooling import install, resource_list, suite
from tooling.startresource import feature_list, refusals, removal
from tooling.startresource.changes import Changes, all_or_none
from tooling.startresource.kinds import KINDS
from tooling.startresource.plan import Plan, singular
from tooling.steps import Failed, quietly, step

TEMPLATES = Path(__file__).parent / "templates"
# A migration is made from the models alone.
NO_DATABASE = {**suite.SETTINGS, "DATABASE_URL": "sqlite://:memory:"}


def run(arguments: Sequence[str]) -> None:
    """Raises Failed with what is wrong, after everything is as it was."""
    asked = _parser().parse_args(arguments)
    if asked.remove:
        removal.remove(asked.remove, drop_data=asked.drop_data)
    elif not asked.name:
        raise Failed("Say what it is called: ./run startresource games title:line year:year")
    else:
        add(asked.name, asked.fields, asked.one)


def add(name: str, fields: Sequence[str], one: str | None = None) -> None:
    refusals.refuse_bad_name(name)
    plan = Plan(name, one or singular(name), refusals.read_fields(fields))
    refusals.refuse_what_is_there(plan)
    install.python_packages(dev=True)
    install.npm_packages()
    with all_or_none() as changes:
        write(plan, changes)
    print(textwrap.dedent(HOW_TO_GO_ON).format(name=name).strip())


def write(plan: Plan, changes: Changes) -> None:
    """Write everything of a resource, in an order in which each step finds what it needs."""
    words = plan.words()
    app, tests, feature = plan.folders
    changes.keep(*plan.folders, *removal.LISTS, suite.SCHEMA, suite.TYPES)
    with step(f"The app {plan.name}/ and its tests"):
        _fill("app", app, words, changes)
        _fill("tests", tests, words, changes)
        commands = app / "management" / "commands"
        _fill("command", commands, words, changes)
        for package in (app, app / "migrations", app / "management", commands):
            changes.write(package / "__init__.py", "")
    with step("Its line in settings.RESOURCES"):
        resource_list.add(plan.path)
    quietly("Its migration", suite.manage("makemigrations", plan.name), env=NO_DATABASE)
    written = [plan.name, f"tests/{plan.name}"]
    quietly("The order of its imports", [suite.TOOLS / "ruff", "check", "--select=I", "--fix", *written])
    quietly("Its format", [suite.TOOLS / "ruff", "format", *written])
    suite.write_schema()
    with step("Its pages and menu entry"):
        _fill("feature", feature, words, changes)
        feature_list.add(plan.name, plan.variable)
    feature_list.format_with(feature)


def _fill(place: str, folder: Path, words: Mapping[str, str], changes: Changes) -> None:
    """Write each template of a place, under its own name or that of the resource."""
    for template in sorted((TEMPLATES / place).iterdir()):
        text = re.sub(r"\{\{(\w+)\}\}", lambda found: words[found[1]], template.read_text())
        file = template.name.removesuffix(".txt").replace("NAME", words["name"])
        changes.write(folder / file, text)


def _parser() -> argparse.ArgumentParser:
    kinds = "\n".join(f"  {name:<8} {kind.help}" for name, kind in KINDS.items())
    parser = argparse.ArgumentParser(
        prog="./run startresource",
        description="Write an API, its tests and its pages, and put it on the list of resources.",
        epilog=f"kinds of fields:\n{kinds}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", nargs="?", help="in the plural, such as games or board_games")
    parser.add_argument("fields", nargs="*", metavar="FIELD:KIND", help="such as year:year; a title is there")
    parser.add_argument("--one", help="what one of them is called, where English has it otherwise")
    parser.add_argument("--remove", metavar="NAME", help="take a resource away again")
    parser.add_argument("--drop-data", action="store_true", help="with --remove: its rows, too")
    return parser


HOW_TO_GO_ON = """
    Next: ./run migrate, ./run test -k {name}, ./run lint. Managers may do everything with it, others
    what their roles are given. To take it away again: ./run startresource --remove {name}
    """
