"""Roles in JSON: what is answered, what is sent, and what a preview can be asked for."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from directory.fields import Line, Names, PermissionList
from directory.roles.members import CHANGED, MOST, REFUSED, UNCHANGED, Result
from permissions_api.fields import NameList
from resources.serializers import StrictSerializer


class RoleSerializer(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    permissions = PermissionList()
    members = serializers.IntegerField(help_text="How many people have it.")
    receives_new_permissions = serializers.BooleanField(
        help_text="Whether it is given whatever a resource declares from now on. The operator decides this."
    )


class MemberSerializer(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    username = serializers.CharField()


ROLE = {"name": "Librarians", "permissions": ["list:books", "read:books", "edit:books"]}


@extend_schema_serializer(examples=[OpenApiExample("A role", ROLE, request_only=True)])
class RoleBodySerializer(StrictSerializer):
    name = Line(max_length=150)
    permissions = Names()


@extend_schema_serializer(
    examples=[OpenApiExample("Other permissions", {"permissions": ["list:books"]}, request_only=True)]
)
class RoleChangeBodySerializer(StrictSerializer):
    name = Line(max_length=150, required=False)
    permissions = Names(required=False)


class PreviewQuerySerializer(StrictSerializer):
    permissions = Names(default=list, help_text="What the role would give.")


PEOPLE = {"add": ["usher|2"], "remove": ["usher|3"]}


class PersonIds(serializers.ListField):
    """People by their ids."""

    child = serializers.CharField(max_length=255)

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MOST, default=list, **options)


class MembersQuerySerializer(StrictSerializer):
    add = PersonIds(help_text="Who would be given the role.")
    remove = PersonIds(help_text="From whom it would be taken.")

    def validate(self, attrs: dict[str, list[str]]) -> dict[str, list[str]]:
        if both := set(attrs["add"]).intersection(attrs["remove"]):
            raise serializers.ValidationError(
                {"remove": [f"Either add or remove {id!r}." for id in sorted(both)]}
            )
        if len(attrs["add"]) + len(attrs["remove"]) > MOST:
            raise serializers.ValidationError(f"Name {MOST} people at most.")
        return attrs


@extend_schema_serializer(examples=[OpenApiExample("One in, one out", PEOPLE, request_only=True)])
class MembersBodySerializer(MembersQuerySerializer):
    versions = serializers.DictField(
        child=serializers.CharField(max_length=100),
        default=dict,
        help_text="By their id, the ETag of the grants that you saw: whoever is given otherwise by now is"
        " refused (precondition_failed). An answer has it as version.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if others := set(attrs["versions"]) - {*attrs["add"], *attrs["remove"]}:
            raise serializers.ValidationError(
                {"versions": [f"{id!r} is in neither add nor remove." for id in sorted(others)]}
            )
        return attrs


class MemberResultSerializer(serializers.Serializer):
    id = serializers.CharField()
    outcome = serializers.ChoiceField([CHANGED, UNCHANGED, REFUSED])
    version = serializers.CharField(
        allow_null=True, help_text="The ETag of their grants by now; null where it was refused."
    )
    code = serializers.SerializerMethodField(
        help_text="Why it was refused, as a problem has it; null where it was not."
    )
    detail = serializers.SerializerMethodField(help_text="Likewise, in a sentence.")

    def get_code(self, result: Result) -> str | None:
        return None if result.error is None else result.error.default_code

    def get_detail(self, result: Result) -> str | None:
        error = result.error
        # What is not valid has a detail for each field, of which nothing was sent here.
        return (
            None
            if error is None
            else str(error.detail if isinstance(error.detail, str) else error.default_detail)
        )


class MemberResultsSerializer(serializers.Serializer):
    results = MemberResultSerializer(many=True)


class AffectedSerializer(serializers.Serializer):
    permissions = PermissionList()
    names = NameList(help_text="What the first ten of these people are called.")
    count = serializers.IntegerField(help_text="How many they are.")


class RolePreviewSerializer(serializers.Serializer):
    gains = AffectedSerializer(
        many=True, help_text="Who would hold more, those together to whom the same happens."
    )
    losses = AffectedSerializer(many=True, help_text="Who would hold less.")
    without_holder = PermissionList(help_text="What nobody active would hold any more.")
