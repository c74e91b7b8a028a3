"""The shapes of what /bff answers, for the OpenAPI document and so for the SPA's types."""

from rest_framework import serializers


class HeldTokenSerializer(serializers.Serializer):
    audience = serializers.CharField()
    claims = serializers.DictField(help_text="What the token says: no token, and no signature.")


class MySessionSerializer(serializers.Serializer):
    handle = serializers.CharField(help_text="For X-Usher, which every further request below /bff sends.")
    expires_at = serializers.IntegerField(help_text="When it ends at the latest, in seconds since 1970.")
    id_claims = serializers.DictField(help_text="What the ID token says of the person.")
    tokens = HeldTokenSerializer(many=True, help_text="The access tokens that the server holds.")


class BrowserSessionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    current = serializers.BooleanField(help_text="Whether it is the one that asks.")
    created = serializers.DateTimeField()
    last_used = serializers.DateTimeField(help_text="To the minute.")
    address = serializers.CharField()
    user_agent = serializers.CharField()


class MySessionsSerializer(serializers.Serializer):
    results = BrowserSessionSerializer(many=True)


class LoggedOutSerializer(serializers.Serializer):
    logout_url = serializers.CharField(
        allow_null=True, help_text="Where the issuer's own session ends; null where it has no such address."
    )


class LogoutTokenSerializer(serializers.Serializer):
    logout_token = serializers.CharField(help_text="OpenID Connect Back-Channel Logout 1.0, section 2.4.")
