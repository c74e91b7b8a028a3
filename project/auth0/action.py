"""The post-login Action that adds who has which roles and permissions to the ID token."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

CLAIMS_ACTION = "Usher claims"
CODE = Path(__file__).with_name("claims_action.js")


def claims_action(audiences: Sequence[str]) -> dict[str, Any]:
    """Return the Action for the permissions of these APIs. Its secrets are names that the import fills in."""
    constants = {"NAMESPACE": settings.CLAIMS_NAMESPACE, "AUDIENCES": audiences}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items())
    return {
        "name": CLAIMS_ACTION,
        "code": f"{head}\n{CODE.read_text()}",
        "runtime": "node22",
        "dependencies": [],
        "supported_triggers": [{"id": "post-login", "version": "v3"}],
        "secrets": [
            {"name": "DOMAIN", "value": "##AUTH0_DOMAIN##"},
            {"name": "CLIENT_ID", "value": "##USHER_CLAIMS_CLIENT_ID##"},
            {"name": "CLIENT_SECRET", "value": "##USHER_CLAIMS_CLIENT_SECRET##"},
        ],
        "deployed": True,
    }
