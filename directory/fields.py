"""Fields of people and roles in JSON."""

import unicodedata
from typing import Any

from rest_framework import serializers

from permissions_api.fields import PermissionField
from resources.validators import one_line, reads_one_way


class Line(serializers.CharField):
    """One line of text, such as a name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators += [one_line, reads_one_way]


class Username(serializers.RegexField):
    """A user name as Django's own forms take it: full-width letters, for one, become plain ones."""

    def __init__(self) -> None:
        sentence = "Use letters, digits and @ . + - _ only."
        super().__init__(r"^[\w.@+-]+\Z", max_length=150, error_messages={"invalid": sentence})

    def to_internal_value(self, data: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_internal_value(data))


class PermissionList(serializers.ListField):
    child = PermissionField()


class Names(serializers.ListField):
    """Names of permissions as they are sent: which there are is said by the directory."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Line(max_length=100), max_length=1_000, **options)
