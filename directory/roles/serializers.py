"""Roles in JSON: what is answered, what is sent, and what a preview can be asked for."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from directory.fields import Line, Names, PermissionList
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
