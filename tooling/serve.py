"""Install what serving needs and hand over to ``manage.py serve``, without the demo."""

import os

from tooling import install


def run() -> None:
    install.python_packages()
    install.build_spa()
    install.static_files()
    os.environ["DEMO"] = "0"
    os.execv(install.PYTHON, [str(install.PYTHON), "manage.py", "serve"])  # noqa: S606
