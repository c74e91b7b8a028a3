"""The SPA's scripts say in a sentence that Node is too old."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.server import ROOT
from tooling import install

FRONTEND = ROOT / "frontend"


def checked(folder: Path, wanted: str) -> "subprocess.CompletedProcess[str]":
    """Run the check where package.json wants another Node."""
    shutil.copy(FRONTEND / "node-version.mjs", folder)
    (folder / "package.json").write_text(f'{{"engines": {{"node": ">={wanted}"}}}}')
    command = [install.node(), folder / "node-version.mjs"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("wanted", ["99.0.0", "24.999.0"])
def test_a_node_that_is_too_old_is_refused_with_both_versions(tmp_path, wanted):
    done = checked(tmp_path, wanted)
    assert done.returncode == 1
    assert f"This needs Node >={wanted}" in done.stderr
    assert "at " not in done.stderr  # no stack


@pytest.mark.parametrize("wanted", ["8.99.99", "24.0.99"])
def test_a_newer_node_is_taken(tmp_path, wanted):
    assert checked(tmp_path, wanted).returncode == 0
