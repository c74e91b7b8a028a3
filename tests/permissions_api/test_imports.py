"""What DRF names as its defaults is imported while DRF itself is: it may not ask for DRF's views in turn."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

# DEFAULT_SCHEMA_CLASS is left out: it is drf-spectacular's, which a project may have or not.
DEFAULTS = [
    path
    for name, value in settings.REST_FRAMEWORK.items()
    if name != "DEFAULT_SCHEMA_CLASS"
    for path in (value if isinstance(value, list) else [value])
    if isinstance(path, str) and path.startswith("permissions_api.")
]
MODULES = sorted({path.rpartition(".")[0] for path in DEFAULTS} | {"permissions_api.conf"})
PROGRAM = """
import importlib, sys
sys.modules["drf_spectacular"] = None
module = importlib.import_module(sys.argv[1])
from django.conf import settings
apps = {path.partition(".")[0] for path in settings.PERMISSIONS_API["RESOURCES"]}
late = [name for name in sys.modules if name == "rest_framework.views" or name.partition(".")[0] in apps]
print(late, sys.modules["drf_spectacular"])
"""


def test_the_defaults_are_these():
    wanted = {"authentication", "conf", "exception_handler", "permissions"}
    assert wanted <= {module.removeprefix("permissions_api.") for module in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_a_default_loads_neither_views_nor_declarations_nor_the_schema(module):
    command = [sys.executable, "-c", PROGRAM, module]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert (answer.stdout.strip(), answer.stderr) == ("[] None", "")


def test_drf_s_views_can_be_imported_first():
    program = "import django; django.setup(); import rest_framework.views as views; "
    program += "print(views.APIView.authentication_classes, views.APIView.permission_classes)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "BearerAuthentication" in answer.stdout, answer.stderr
    assert "RequiresPermission" in answer.stdout
