"""The declaration of the audit trail's API."""

from resources.declaration import Resource

AUDIT = Resource(
    name="audit",
    title="Audit trail",
    audience="https://audit.usher.example/",
    actions=("list",),
)
