"""``python -m tooling.docs``: build the site at /docs/ into build/docs."""

import os
import sys

import django

from tooling.suite import SETTINGS

# The pages say what holds without any settings, whatever this machine has.
for name in [name for name in os.environ if name in {"OIDC_ISSUER", "DATABASE_URL", "AUDIENCE_STRATEGY"}]:
    del os.environ[name]
os.environ |= {**SETTINGS, "DJANGO_SETTINGS_MODULE": "project.settings", "ADMIN": "1"}
django.setup()

from tooling.docs.build import NotBuilt, build  # noqa: E402  what it imports wants Django set up
from tooling.docs.links import Broken  # noqa: E402

try:
    build()
except (NotBuilt, Broken) as error:
    sys.exit(str(error))
