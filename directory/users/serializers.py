"""People in JSON: what is answered, what is sent, and what their list can be asked for."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from directory.backends.base import Grants
from directory.fields import Line, Names, PermissionList, Username
from directory.grant_history import Grant
from permissions_api.conditional import etag_of
from permissions_api.fields import NameList, PermissionField
from resources.list_params import PageQuerySerializer
from resources.serializers import StrictSerializer
from resources.validators import one_line


class UserQuerySerializer(PageQuerySerializer):
    search = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=200,
        help_text="Words that must all occur in the user name, the name or the e-mail address.",
    )
    role = serializers.CharField(
        default="", allow_blank=True, max_length=150, help_text="The id of a role: people who have it."
    )


class NamedRoleSerializer(StrictSerializer):
    """A role of somebody, known by its id, for what it is called may change."""

    id = serializers.CharField(max_length=150)
    name = serializers.CharField(read_only=True, help_text="May be sent, and means nothing there.")


class RoleIds(serializers.ListField):
    """Roles by their ids, each as it is read: a name may stand beside, and is not looked at."""

    child = NamedRoleSerializer()
    default_error_messages = {
        "by_name": 'Name each role by its id, as {{"id": "2"}}. By a name another role may be meant by now.'
    }

    def to_internal_value(self, data: Any) -> list[str]:
        if isinstance(data, list) and not all(isinstance(role, Mapping) and "id" in role for role in data):
            self.fail("by_name")
        return [role["id"] for role in super().to_internal_value(data)]


UNTOLD = "Null where a directory elsewhere was not asked about each person of the list."


class UserSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="The sub of this person's tokens.")
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField()
    active = serializers.BooleanField()
    roles = NamedRoleSerializer(many=True, source="grants.roles", allow_null=True, help_text=UNTOLD)
    permissions = PermissionList(
        source="grants.permissions", allow_null=True, help_text=f"Those given directly. {UNTOLD}"
    )


class HeldSerializer(serializers.Serializer):
    name = PermissionField()
    roles = NameList(help_text="Through which roles it is held.")
    direct = serializers.BooleanField(help_text="Whether it is held directly, too.")


class UserInFullSerializer(UserSerializer):
    roles = NamedRoleSerializer(many=True, source="grants.roles")
    permissions = PermissionList(source="grants.permissions", help_text="Those given directly.")
    held = HeldSerializer(many=True, help_text="Each effective permission; the inactive hold nothing.")


class NewUserAnswerSerializer(UserInFullSerializer):
    link = serializers.CharField(
        allow_null=True,
        help_text="Where this person chooses a password, once. Null where the issuer sees to that.",
    )


class LoginsSerializer(serializers.Serializer):
    last_login = serializers.DateTimeField(
        source="last", allow_null=True, help_text="Null where it is not known here, and before the first."
    )
    second_factor = serializers.BooleanField(
        allow_null=True, help_text="Whether they have one. Null where it is not known here."
    )


class GiverSerializer(serializers.Serializer):
    subject = serializers.CharField(
        help_text="A sub; command:NAME for a command; system for the site itself; empty for nobody known."
    )
    name = serializers.CharField()


class GrantEventSerializer(serializers.Serializer):
    at = serializers.DateTimeField(allow_null=True, help_text="Null where the trail does not tell.")
    by = serializers.SerializerMethodField()

    @extend_schema_field(GiverSerializer(allow_null=True))
    def get_by(self, grant: Grant) -> Mapping[str, str] | None:
        return grant.by if self.context["names"] else None


class PermissionGrantSerializer(GrantEventSerializer):
    name = PermissionField()


class RoleGrantSerializer(GrantEventSerializer):
    id = serializers.CharField()
    name = serializers.CharField()
    added_later = PermissionGrantSerializer(
        many=True, help_text="What the role was given when this person had it already."
    )


class GrantHistorySerializer(serializers.Serializer):
    roles = RoleGrantSerializer(many=True)
    permissions = PermissionGrantSerializer(many=True, help_text="Those given directly.")


class SolePermissionsSerializer(serializers.Serializer):
    permissions = PermissionList(help_text="What nobody else who is active holds.")


NEW_USER = {"username": "catwoman", "name": "Selina Kyle", "email": "selina@gotham.example"}


@extend_schema_serializer(examples=[OpenApiExample("A person", NEW_USER, request_only=True)])
class NewUserSerializer(StrictSerializer):
    username = Username()
    name = Line(max_length=150)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False, validators=[one_line])


@extend_schema_serializer(
    examples=[OpenApiExample("Another name", {"name": "Selina Wayne"}, request_only=True)]
)
class UserChangeSerializer(StrictSerializer):
    name = Line(max_length=150, required=False)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False, validators=[one_line])
    active = serializers.BooleanField(required=False)


GRANTS = {"roles": [{"id": "2"}], "permissions": ["write:books"]}


@extend_schema_serializer(examples=[OpenApiExample("A role, and more", GRANTS, request_only=True)])
class GrantsBodySerializer(StrictSerializer):
    roles = RoleIds(max_length=1_000)
    permissions = Names()


def version_of(grants: Grants) -> str:
    """Return the ETag under which these are read."""
    return etag_of(GrantsBodySerializer(grants).data)
