"""A copy of the project, for what must not happen to the one that is being worked on."""

import shutil
from pathlib import Path

from tests.e2e.server import ROOT

# What was installed, built or written here, and is no part of the project.
MADE = [
    ".git",
    ".venv",
    ".local",
    ".env",
    "build",
    "dist",
    "node_modules",
    "*.sqlite3*",
    ".*_cache",
    "__pycache__",
]


def copy_of_the_project(folder: Path) -> Path:
    """Return a new folder with the project's files and the Python packages: nothing built, and no .env."""
    copy = folder / "usher"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*MADE))
    for installed in (".venv", ".local"):
        (copy / installed).symlink_to(ROOT / installed)
    return copy
