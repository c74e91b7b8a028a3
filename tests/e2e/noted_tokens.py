"""The demo's settings, with a note of every token and code that passes between the site and its provider."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from project.settings import *  # noqa: F403

BFF_TOKEN_ENDPOINT = f"{__name__}.token_endpoint"
SETTINGS = {"DJANGO_SETTINGS_MODULE": __name__}
FILE = "TOKENS_ARE_NOTED_IN"
SECRETS = ("access_token", "refresh_token", "id_token", "code")


def token_endpoint(form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    """Answer as the provider does, and note what was sent and got."""
    from identity.token import in_process  # It reads these settings.

    status, answer = in_process.token_endpoint(form)
    with Path(os.environ[FILE]).open("a") as notes:
        for kind in SECRETS:
            for secret in filter(None, (form.get(kind), answer.get(kind))):
                notes.write(f"{json.dumps([kind, secret])}\n")
    return status, answer


def noted(file: Path) -> Iterator[tuple[str, str]]:
    """Return what was noted: its kind, and the token or code itself."""
    return (tuple(json.loads(line)) for line in file.read_text().splitlines())
