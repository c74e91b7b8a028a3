"""The settings of the site with a resource of 400 permissions more, and with the films open beside."""
# ruff: noqa: F403, F405  Settings are taken over whole.

from permissions_api.resource import Resource
from project.settings import *

PARTS = Resource(
    name="parts",
    title="Parts",
    urls="project.not_served",
    audience="https://parts.usher.example/",
    actions=tuple(f"read-{number:03}" for number in range(400)),
)
RESOURCES = [*RESOURCES, "benchmarks._many_permissions.PARTS"]
PERMISSIONS_API = {**PERMISSIONS_API, "RESOURCES": RESOURCES}
ROOT_URLCONF = "benchmarks._urls"
