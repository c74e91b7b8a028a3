"""The packages of the house."""

from pathlib import Path

from django.apps import apps

from tooling.steps import ROOT


def house_packages() -> list[str]:
    """Return the names of the project's own Django apps, which lie in folders of the repository."""
    return sorted(app.name for app in apps.get_app_configs() if Path(app.path).parent == ROOT)
