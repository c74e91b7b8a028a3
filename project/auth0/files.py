"""Write a tenant into a folder as auth0-deploy-cli reads it, over nothing but what was written so before."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from project.auth0.tenant import Record, Tenant

# Which files this command wrote, and the SHA-256 of each: what differs by now is somebody else's.
MANIFEST = ".auth0_export.json"
KINDS = ["resourceServers", "clients", "clientGrants", "roles", "actions", "triggers"]
CONFIG = {
    "AUTH0_INCLUDED_ONLY": KINDS,
    "AUTH0_ALLOW_DELETE": False,
    # A tenant never tells a secret, so a preview cannot compare it.
    "AUTH0_IGNORE_DRY_RUN_FIELDS": {"actions": ["secrets"]},
}
# What the tool replaces by a variable of its environment, which may be its own secret.
KEYWORD = re.compile(r"##.+?##|@@.+?@@")


class Refused(Exception):
    """Nothing was written, for a reason that is a sentence."""


def write(tenant: Tenant, folder: Path) -> tuple[list[str], list[str]]:
    """Write the files and return the paths of those written and of those removed, within the folder.

    Raises Refused, before anything is written, where a file is not as this function left it.
    """
    wanted = dict(_files(tenant))
    former = _manifest(folder)
    obsolete = [path for path in former if path not in wanted and (folder / path).is_file()]
    foreign = [
        path
        for path in [*wanted, *obsolete]
        if _is_foreign(folder / path, former.get(path), wanted.get(path))
    ]
    if foreign:
        raise Refused(
            f"Not written by this command, or changed since: {', '.join(foreign)} in {folder}."
            " Move them away, or name another folder."
        )
    for path in obsolete:
        (folder / path).unlink()
    for path, text in {
        **wanted,
        MANIFEST: _as_json({path: _digest(text) for path, text in wanted.items()}),
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return [*wanted], obsolete


def _files(tenant: Tenant) -> Iterator[tuple[str, str]]:
    _refuse_keywords([role["name"] for role in tenant.roles])
    yield "config.json", _as_json(CONFIG)
    yield from _each("resource-servers", tenant.resource_servers, "name")
    yield from _each("clients", tenant.clients, "name")
    yield from _each("grants", tenant.client_grants, "client_id", "audience")
    yield from _each("roles", tenant.roles, "name")
    for action in tenant.actions:
        code = f"actions/{_slug(action['name'])}/code.js"
        yield code, action["code"]
        yield f"actions/{_slug(action['name'])}.json", _as_json({**action, "code": f"./{code}"})
    yield "triggers/triggers.json", _as_json(tenant.triggers)


def _each(kind: str, records: Sequence[Record], *named_by: str) -> Iterator[tuple[str, str]]:
    for number, record in enumerate(records, 1):
        # The number, as two names may look alike without what a file's name cannot have.
        yield f"{kind}/{number:02}-{_slug('-'.join(record[key] for key in named_by))}.json", _as_json(record)


def _refuse_keywords(names: Sequence[str]) -> None:
    for name in names:
        if KEYWORD.search(name):
            raise Refused(f"The role {name!r} would be read as a variable by auth0-deploy-cli. Rename it.")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("##auth0_domain##", "")).strip("-")[:60]


def _as_json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _manifest(folder: Path) -> Mapping[str, str]:
    try:
        return dict(json.loads((folder / MANIFEST).read_text()))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as error:
        raise Refused(f"{folder / MANIFEST} cannot be read: {error}.") from error


def _is_foreign(path: Path, former: str | None, wanted: str | None) -> bool:
    if path.is_symlink():
        return True
    if not path.exists():
        return False
    text = path.read_text() if path.is_file() else None
    return text is None or (text != wanted and _digest(text) != former)
