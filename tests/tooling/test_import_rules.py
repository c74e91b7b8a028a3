"""Who imports whom: the apps of resources come from RESOURCES, and lean on three packages alone."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tooling import import_rules
from tooling.install import VENV

HOUSE: dict[str, Any] = {
    "root_packages": ["project", "directory", "resources", "importing", "permissions_api"],
    "contracts": [
        {
            "name": "floors",
            "type": "layers",
            "layers": ["project", "directory", "importing", "resources", "permissions_api"],
        }
    ],
}


def broken_by(line: str, folder: Path) -> str:
    """Return what import-linter says of a house where the app ``games`` has this line."""
    for name in (*HOUSE["root_packages"], "games", "movies"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").touch()
    (folder / "games" / "__init__.py").write_text(line)
    rules = folder / "rules.ini"
    rules.write_text(import_rules.rules(HOUSE, ["movies", "games", "directory"]))
    command = [VENV / "bin" / "lint-imports", "--config", rules, "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize("package", ["resources", "importing", "permissions_api"])
def test_the_app_of_a_resource_may_import_what_resources_are_made_of(package, tmp_path):
    assert broken_by(f"import {package}", tmp_path) == ""


@pytest.mark.parametrize("package", ["project", "directory", "movies"])
def test_it_may_import_nothing_else_and_no_other_app(package, tmp_path):
    assert f"games is not allowed to import {package}" in broken_by(f"import {package}", tmp_path)


def test_the_packages_of_the_house_are_no_apps_though_they_declare_resources():
    assert "    movies\n" in import_rules.rules(HOUSE, ["movies", "directory"])
    assert import_rules.rules(HOUSE, ["directory"]).count("    directory\n") == 2  # a package, and a floor
