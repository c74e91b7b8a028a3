"""The docs say what to take along with an idea, and the permission hook is one folder."""

from tooling import copy_table


def test_the_docs_have_the_table_that_the_imports_give():
    written = copy_table.PLACE.search(copy_table.PAGE.read_text())
    assert written
    assert written[0] == copy_table.table(), "python -m tooling.copy_table writes it"


def test_the_permission_hook_is_one_folder_without_the_generated_schema():
    hook = next(begin for what, begin, _ in copy_table.IDEAS if "permission hook" in what)
    needed = copy_table.closure(*hook)
    assert "frontend/src/session/fetchPermissions.ts" in needed
    assert {file[: len("frontend/src/session/")] for file in needed} == {"frontend/src/session/"}


def test_imports_are_followed_through_modules_and_folders():
    assert "permissions_api/tokens/verification.py" in copy_table.closure("permissions_api/permissions.py")
    assert "frontend/src/api/schema.d.ts" in copy_table.closure("frontend/src/api/useApi.ts")
