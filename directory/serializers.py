"""People and roles in JSON: what is answered, what is sent, and what a list can be asked for."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from directory.backends.base import Account, AccountInFull, Grants, GrantsChange, RolePreview, StoredRole
from permissions_api.fields import NameList, PermissionField
from resources.serializers import StrictSerializer
from resources.validators import one_line, reads_one_way

CURSOR_LENGTH = 2_000


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


class PageQuerySerializer(StrictSerializer):
    """What every list can be asked for."""

    cursor = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=CURSOR_LENGTH,
        help_text="Where to go on; take it from next or previous.",
    )  # fmt: skip
    page_size = serializers.IntegerField(default=25, min_value=1, max_value=100)


class UserQuerySerializer(PageQuerySerializer):
    search = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=200,
        help_text="Words that must all occur in the user name, the name or the e-mail address.",
    )  # fmt: skip
    role = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=150,
        help_text="The id of a role: people who have it.",
    )  # fmt: skip


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


class UserSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="The sub of this person's tokens.")
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField()
    active = serializers.BooleanField()
    roles = NamedRoleSerializer(many=True)
    permissions = PermissionList(help_text="Those given directly.")


class HeldSerializer(serializers.Serializer):
    name = PermissionField()
    roles = NameList(help_text="Through which roles it is held.")
    direct = serializers.BooleanField(help_text="Whether it is held directly, too.")


class UserInFullSerializer(UserSerializer):
    held = HeldSerializer(many=True, help_text="Each effective permission; the inactive hold nothing.")


class NewUserAnswerSerializer(UserInFullSerializer):
    link = serializers.CharField(
        allow_null=True,
        help_text="Where this person chooses a password, once. Null where the issuer sees to that.",
    )


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
    permissions = serializers.ListField(child=Line(max_length=100), max_length=1_000)


class RoleSerializer(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    permissions = PermissionList()
    members = serializers.IntegerField(help_text="How many people have it.")
    receives_new_permissions = serializers.BooleanField(
        help_text="Whether it is given whatever a resource declares from now on. The operator decides this."
    )


ROLE = {"name": "Librarians", "permissions": ["list:books", "read:books", "edit:books"]}


@extend_schema_serializer(examples=[OpenApiExample("A role", ROLE, request_only=True)])
class RoleBodySerializer(StrictSerializer):
    name = Line(max_length=150)
    permissions = serializers.ListField(child=Line(max_length=100), max_length=1_000)


@extend_schema_serializer(
    examples=[OpenApiExample("Other permissions", {"permissions": ["list:books"]}, request_only=True)]
)
class RoleChangeBodySerializer(StrictSerializer):
    name = Line(max_length=150, required=False)
    permissions = serializers.ListField(child=Line(max_length=100), max_length=1_000, required=False)


class PreviewQuerySerializer(StrictSerializer):
    permissions = serializers.ListField(
        child=Line(max_length=100), max_length=1_000, default=list, help_text="What the role would give."
    )


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


class SolePermissionsSerializer(serializers.Serializer):
    permissions = PermissionList(help_text="What nobody else who is active holds.")


class MemberSerializer(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    username = serializers.CharField()


def user_json(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "username": account.username,
        "name": account.name,
        "email": account.email,
        "active": account.active,
        **grants_json(account.grants),
    }


def full_json(person: AccountInFull) -> dict[str, Any]:
    held = [
        {"name": name, "roles": list(origin.roles), "direct": origin.direct}
        for name, origin in sorted(person.held.items())
    ]
    return {**user_json(person.account), "held": held}


def grants_json(grants: Grants) -> dict[str, Any]:
    return {
        "roles": [{"id": role.id, "name": role.name} for role in grants.roles],
        "permissions": list(grants.permissions),
    }


def asked_grants(body: dict[str, Any]) -> GrantsChange:
    return GrantsChange(tuple(body["roles"]), tuple(body["permissions"]))


def role_json(role: StoredRole) -> dict[str, Any]:
    return {
        "id": role.id,
        "name": role.name,
        "permissions": list(role.permissions),
        "members": role.members,
        "receives_new_permissions": role.receives_new_permissions,
    }


def member_json(account: Account) -> dict[str, Any]:
    return {"id": account.id, "name": account.name, "username": account.username}


def preview_json(preview: RolePreview) -> dict[str, Any]:
    return asdict(preview)
