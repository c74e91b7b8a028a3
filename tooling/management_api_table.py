"""Write the table of docs/management-api.md: what of Auth0's Management API the stand-in supports."""

import os
import re
from pathlib import Path

import django

PAGE = Path(__file__).parent.parent / "docs" / "management-api.md"
PLACE = re.compile(r"(?<=<!-- operations -->\n).*(?=\n<!-- end of operations -->)", re.DOTALL)

if __name__ == "__main__":
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "DOTENV": os.devnull,
        "SECRET_KEY": "nothing",
    }
    django.setup()
    from identity.management_api.support import table

    PAGE.write_text(PLACE.sub(lambda _: table(), PAGE.read_text()))
