"""What the settings make of RESOURCES, the one list."""

import re
import subprocess
import sys
from typing import Any

from tooling.resource_list import SETTINGS


def settings_with(*resources: str) -> dict[str, Any]:
    """Read the settings as if the list named these."""
    listed = re.compile(r"^RESOURCES = \[.*?\]", re.DOTALL | re.MULTILINE)
    text = listed.sub(f"RESOURCES = {list(resources)}", SETTINGS.read_text())
    namespace: dict[str, Any] = {"__file__": str(SETTINGS)}
    exec(compile(text, SETTINGS, "exec"), namespace)  # noqa: S102  our own file
    return namespace


def test_each_app_on_the_list_is_installed_once_wherever_it_lies():
    installed = settings_with(
        "movies.resource.MOVIES",
        "directory.resource.USERS",
        "directory.resource.ROLES",
        "shop.games.resource.A",
    )["INSTALLED_APPS"]
    assert installed[1:4] == ["movies", "directory", "shop.games"]
    assert installed.count("directory") == 1
    assert "books" not in installed


def test_people_and_the_trail_are_there_whatever_the_list_says():
    assert {"directory", "audit"} <= set(settings_with("movies.resource.MOVIES")["INSTALLED_APPS"])


def test_the_settings_are_read_without_any_declaration():
    code = "import sys, project.settings; sys.exit('movies' in sys.modules or 'directory' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=SETTINGS.parent.parent, check=True)
