"""The shapes of what /me/consents answers, for the OpenAPI document and so for the SPA's types."""

from rest_framework import serializers


class ScopesField(serializers.ListField):
    child = serializers.CharField()


class GivenConsentSerializer(serializers.Serializer):
    client_id = serializers.CharField(source="application.client_id")
    name = serializers.CharField(source="application.name", help_text="What the application is called.")
    allowed = ScopesField(help_text="The scopes the person left ticked.")
    refused = ScopesField(help_text="The scopes that were asked for too, and left out.")
    updated = serializers.DateTimeField(help_text="When the person last answered.")


class MyConsentsSerializer(serializers.Serializer):
    results = GivenConsentSerializer(many=True)
