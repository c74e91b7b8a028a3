from pathlib import Path

import pytest

from tests.project_copy import copy_of_the_project


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    return copy_of_the_project(tmp_path)
