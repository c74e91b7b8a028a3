"""The reference of commands: ./run's own, and those that the project adds to manage.py."""

import ast
from argparse import SUPPRESS, ArgumentParser, _SubParsersAction
from collections.abc import Iterator

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tooling.docs.made.cells import cell
from tooling.docs.made.house import house_packages
from tooling.steps import ROOT


def run() -> str:
    """Return what ./run --help says."""
    module = ast.parse((ROOT / "tooling" / "__main__.py").read_text())
    assigned = (node for node in module.body if isinstance(node, ast.Assign))
    text = next(node.value for node in assigned if ast.unparse(node.targets[0]) == "HELP")
    return f"```text\n{ast.literal_eval(text)}\n```"


def lists() -> str:
    """Return every command of the project with its options."""
    own = {name: app for name, app in get_commands().items() if app in house_packages()}
    return "\n\n".join(_command(name, load_command_class(own[name], name)) for name in sorted(own))


def _command(name: str, command: BaseCommand) -> str:
    parser = command.create_parser("./run", name)
    return "\n".join([f"## `{name}`", "", command.help, "", *_options(parser, f"./run {name}")])


def _options(parser: ArgumentParser, called: str) -> Iterator[str]:
    """Yield a table of a parser's own options, and one for each of its actions."""
    base = {
        option for action in BaseCommand().create_parser("", "")._actions for option in action.option_strings
    }
    own = [
        action
        for action in parser._actions
        if action.help is not SUPPRESS and not base.intersection(action.option_strings)
    ]
    plain = [action for action in own if not isinstance(action, _SubParsersAction)]
    if plain:
        yield from (f"| `{called} …` | what it says |", "|---|---|")
        for action in plain:
            words = ", ".join(action.option_strings) or str(action.metavar or action.dest)
            yield f"| `{words}` | {cell((action.help or '') % {'default': action.default})} |"
    for action in own:
        if isinstance(action, _SubParsersAction):
            helps = {choice.dest: choice.help for choice in action._choices_actions}
            for word, inner in action.choices.items():
                yield from ("", f"`{called} {word}`: {helps.get(word) or ''}", "")
                yield from _options(inner, f"{called} {word}")
