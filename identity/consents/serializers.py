"""The shapes of what /me/consents answers, for the OpenAPI document and so for the SPA's types."""

from rest_framework import serializers


class ScopeList(serializers.ListField):
    child = serializers.CharField()


class GivenConsentSerializer(serializers.Serializer):
    client_id = serializers.CharField()
    name = serializers.CharField(help_text="What the application is called.")
    allowed = ScopeList(help_text="The scopes the person left ticked.")
    refused = ScopeList(help_text="The scopes that were asked for too, and left out.")
    updated = serializers.DateTimeField(help_text="When the person last answered.")


class MyConsentsSerializer(serializers.Serializer):
    results = GivenConsentSerializer(many=True)
