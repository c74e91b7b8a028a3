"""The shapes of what /me answers, for the OpenAPI document and so for the SPA's types."""

from rest_framework import serializers

from permissions_api.conf import SOURCES
from permissions_api.fields import NameList, PermissionField

WITHOUT_ORIGINS = "without a directory, and for a client of others"


class GrantedResourceSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    audience = serializers.CharField(help_text="The audience of tokens for this API alone.")
    granted = NameList(
        allow_null=True,
        help_text="The actions the person may take; null where this token cannot tell.",
    )


class MyPermissionsSerializer(serializers.Serializer):
    subject = serializers.CharField()
    name = serializers.CharField(
        allow_null=True,
        help_text="Null without a directory, and for a client of others without the scope profile.",
    )
    roles = NameList(allow_null=True, help_text=f"Null {WITHOUT_ORIGINS}.")
    permissions = serializers.ListField(child=PermissionField(), help_text="What this token opens.")
    resources = GrantedResourceSerializer(many=True)
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]  # A field may hide an option.
    version = serializers.CharField(
        allow_null=True, help_text="The directory's; null when only tokens count."
    )
    stale = serializers.BooleanField(
        allow_null=True,
        help_text="Whether the directory says other than the token; null when only tokens count.",
    )


class PermissionOriginSerializer(serializers.Serializer):
    name = PermissionField()
    resource = serializers.CharField()
    action = serializers.CharField()
    held = serializers.BooleanField(allow_null=True, help_text="Null where this token cannot tell.")
    roles = NameList(allow_null=True, help_text=f"Through which roles it is held. Null {WITHOUT_ORIGINS}.")
    direct = serializers.BooleanField(
        allow_null=True, help_text=f"Whether it is held directly, too. Null {WITHOUT_ORIGINS}."
    )
    held_by_roles = NameList(
        allow_null=True, help_text=f"Every role that would give it. Null {WITHOUT_ORIGINS}."
    )


class WhomToAskSerializer(serializers.Serializer):
    names = NameList()
    others = serializers.IntegerField(help_text="How many more could help.")


class MyAccessSerializer(serializers.Serializer):
    permissions = PermissionOriginSerializer(many=True)
    ask = WhomToAskSerializer(
        allow_null=True, help_text=f"Who can grant a permission. Null {WITHOUT_ORIGINS}."
    )
