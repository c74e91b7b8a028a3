#!/usr/bin/env python
"""The one entry point: every command of the project starts here."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError:
        sys.exit("Django is not installed here. Use ./run COMMAND, or activate .venv first.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
