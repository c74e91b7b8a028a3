"""The site's settings as the tests have them: on variables of their own, and without a developer's .env."""

import os

from tooling.suite import SETTINGS

# Into the environment, so that what tests start has them too, on the site's own settings.
os.environ |= {**SETTINGS, "DJANGO_SETTINGS_MODULE": "project.settings"}

from project.settings import *  # noqa: F403

# Some tests let more change the same row at once than a small site has threads; on SQLite all of them wait.
THREADS = 16
