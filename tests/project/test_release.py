"""A release can be tagged as it stands."""

import re
from pathlib import Path

from permissions_api import __version__

ROOT = Path(__file__).parents[2]


def test_the_changelog_begins_with_the_version_that_the_packages_have():
    released = re.findall(r"^## (.+), (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert released[0][0] == __version__
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for _, day in released)
