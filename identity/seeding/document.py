"""Read a seed file: a small part of YAML, in which every mistake is told with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from permissions_api.text import storable

LARGEST = 1_000_000  # bytes
DEEPEST = 5  # lists and objects within one another
TEXT, FLAG, TEXTS = "text", "true or false", "a list of texts"
# What each section is made of. The first property names the entry, and must be there.
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "roles": {"name": TEXT, "description": TEXT, "permissions": TEXTS},
    "people": {
        "username": TEXT,
        "name": TEXT,
        "email": TEXT,
        "active": FLAG,
        "roles": TEXTS,
        "permissions": TEXTS,
        "password": TEXT,
    },
    "clients": {
        "id": TEXT,
        "name": TEXT,
        "redirect_uris": TEXTS,
        "logout_uris": TEXTS,
        "audiences": TEXTS,
        "grants": TEXTS,
        "management": TEXTS,
        "backchannel_logout_uri": TEXT,
        "backchannel_logout_session_required": FLAG,
        "public": FLAG,
        "third_party": FLAG,
        "secret": TEXT,
    },
}
SECRETS = ("password", "secret")


class SeedError(ValueError):
    """The file cannot be used; the message says where and why."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One role, person or client: what was written of it, and on which lines."""

    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)


def read(path: Path) -> dict[str, list[Entry]]:
    """Return the entries of each section. Raises OSError and SeedError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SeedError(1, f"The file is larger than {LARGEST:,} bytes.")
    try:
        text = content.decode()
        _refuse_more_than_plain_data(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise SeedError(content[: error.start].count(b"\n") + 1, "This is not UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark
        raise SeedError(mark.line + 1 if mark else 1, f"This is not YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise SeedError(1, f"This is not YAML: {error}.") from error
    sections = _properties(root, SECTIONS, "The file") if root else {}
    return {name: list(_entries(name, sections[name][1])) if name in sections else [] for name in SECTIONS}


def _refuse_more_than_plain_data(text: str) -> None:
    """Let nothing stand for something else: no alias, which may stand for millions, and no tag."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark: Any = event.start_mark
        line = mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SeedError(line, "Anchors (&) and aliases (*) are not taken here.")
        if getattr(event, "tag", None):
            raise SeedError(line, "Tags (!) are not taken here.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise SeedError(line, "This is nested deeper than anything here.")


def _entries(section: str, node: yaml.Node) -> Iterator[Entry]:
    kinds, (key, *_) = SECTIONS[section], SECTIONS[section]
    seen: dict[str, int] = {}
    for item in _items(node, f"{section} is"):
        properties = _properties(item, kinds, f"An entry of {section}")
        if key not in properties:
            raise SeedError(_line(item), f"An entry of {section} has a {key}.")
        values = {name: _value(value, kinds[name], name) for name, (_, value) in properties.items()}
        if values[key] in seen:
            raise SeedError(_line(item), f"{values[key]!r} stands on line {seen[values[key]]} already.")
        seen[values[key]] = _line(item)
        yield Entry(_line(item), values, {name: line for name, (line, _) in properties.items()})


def _properties(node: yaml.Node, known: Mapping[str, Any], what: str) -> dict[str, tuple[int, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise SeedError(_line(node), f"{what} is an object of: {', '.join(known)}.")
    properties: dict[str, tuple[int, yaml.Node]] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name not in known:
            raise SeedError(
                _line(key), f"There is no {name or 'such property'} here. Known: {', '.join(known)}."
            )
        if name in properties:
            raise SeedError(_line(key), f"{name} stands on line {properties[name][0]} already.")
        properties[name] = _line(key), value
    return properties


def _value(node: yaml.Node, kind: str, name: str) -> Any:
    if kind == TEXTS:
        return [_text(item, f"Each of {name} is") for item in _items(node, f"{name} is")]
    if kind == TEXT:
        return _text(node, f"{name} is")
    if not isinstance(node, yaml.ScalarNode) or not node.tag.endswith(":bool"):
        raise SeedError(_line(node), f"{name} is {kind}.")
    return node.value.lower() in ("true", "yes", "on")


def _items(node: yaml.Node, what: str) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise SeedError(_line(node), f"{what} a list.")
    return list(node.value)


def _text(node: yaml.Node, what: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.tag.endswith(":str") or not storable(node.value):
        raise SeedError(_line(node), f"{what} a text; write a number or such in quotes.")
    return str(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
