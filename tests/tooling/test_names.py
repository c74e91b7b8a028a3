"""Names that macOS and Windows cannot tell apart."""

import pytest

from tooling import names
from tooling.steps import Failed


@pytest.mark.parametrize(
    "paths",
    [
        ["how/Costs.tsx", "how/costs.ts"],  # both are imported as ./Costs
        ["docs/Start.md", "docs/start.md"],
        ["how/costs.ts", "How/steps.ts"],
    ],
)
def test_two_names_that_differ_in_case_alone_are_refused_by_name(
    paths: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(names, "tracked_files", lambda: paths)
    with pytest.raises(Failed) as refused:
        names.check()
    said = str(refused.value)
    assert all(path in said or path.split("/")[0] in said for path in paths)


def test_a_module_its_styles_and_its_test_are_no_such_names():
    assert names.alike(["how/Costs.tsx", "how/Costs.module.css", "how/costs.test.tsx", "api/costs.py"]) == []


def test_no_two_files_here_are_such_names():
    assert "README.md" in names.tracked_files()
    names.check()
