"""Serializer fields for names of permissions and for lists of names."""

from rest_framework import serializers


class PermissionField(serializers.CharField):
    """The name of a declared permission: one enum in OpenAPI, one union in TypeScript."""


class NameList(serializers.ListField):
    child = serializers.CharField()
