"""Prepare the demo's settings in .env and hand over to ``manage.py demo``."""

import os
import secrets
from pathlib import Path

from tooling import install
from tooling.steps import ROOT, Failed

DOTENV = Path(os.environ.get("DOTENV") or ROOT / ".env")


def run(arguments: list[str]) -> None:
    write_settings()
    install.site()
    install.hand_over("demo", *arguments)


def write_settings() -> None:
    """Turn the demo on in .env, make a SECRET_KEY once, and keep the address asked for.

    Raises Failed for what is no file: root would take /dev/null away from the whole machine.
    """
    if DOTENV.exists() and not DOTENV.is_file():
        raise Failed(f"The demo keeps its settings in the file that DOTENV names; {DOTENV} is none.")
    lines = DOTENV.read_text().splitlines() if DOTENV.exists() else []
    settings = {"DEMO": "1"}
    if not any(line.startswith(("SECRET_KEY=", "SECRET_KEY_FILE=")) for line in lines):
        settings["SECRET_KEY"] = secrets.token_urlsafe(48)
    address = {name: os.environ[name] for name in ("PORT", "SITE_URL") if os.environ.get(name)}
    # An address given by hand replaces the former one whole: an old SITE_URL would beat a new PORT.
    replaced = {*settings, *(("PORT", "SITE_URL") if address else ())}
    kept = [line for line in lines if line.partition("=")[0] not in replaced]
    settings |= address
    _write_private("\n".join([*kept, *(f"{name}={value}" for name, value in settings.items())]) + "\n")


def _write_private(text: str) -> None:
    DOTENV.touch(mode=0o600)
    DOTENV.chmod(0o600)
    DOTENV.write_text(text)
