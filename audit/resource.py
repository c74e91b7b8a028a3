"""The declaration of the audit trail's API."""

from permissions_api.resource import Resource

AUDIT = Resource(
    name="audit",
    title="Audit trail",
    urls="audit.urls",
    audience="https://audit.usher.example/",
    actions=("list",),
)
