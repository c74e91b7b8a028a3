#!/usr/bin/env python
"""The one entry point: every command of the project starts here."""

import os
import sys
from pathlib import Path

PROVIDER = Path(__file__).parent / "identity" / "management"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        from django.core import management  # noqa: PLC0415
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.db import OperationalError, ProgrammingError  # noqa: PLC0415
    except ImportError:
        sys.exit("Django is not installed here. Use ./run COMMAND, or activate .venv first.")
    try:
        if len(sys.argv) > 1 and sys.argv[1] in management.find_commands(str(PROVIDER)):
            refuse_without_provider(sys.argv[1])
        management.execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Settings: {error}\n")
        sys.exit(2)  # as where arguments are not understood: nothing was done
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            f"The database answers: {str(error).strip()}. ./run migrate prepares it; DATABASE_URL says where"
            " it is; --traceback shows the place in the code."
        )


def refuse_without_provider(command: str) -> None:
    """Say why a command of the embedded provider is missing; Django would call it unknown."""
    from django.conf import settings  # noqa: PLC0415

    from permissions_api.conf import conf  # noqa: PLC0415

    if not settings.EMBEDDED:
        sys.exit(f"{command} belongs to the embedded provider, and OIDC_ISSUER={conf.ISSUER} replaces it.")


if __name__ == "__main__":
    main()
