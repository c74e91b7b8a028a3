"""Keep what the provider's packages store out of the admin: it holds people, roles and permissions.

Clients and keys have commands (``client``, ``signing_key``), which check what they write; tokens,
codes and second factors are nobody's to read or change by hand.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from oauth2_provider.models import AccessToken, Application, Grant, IDToken, RefreshToken

for model in (AccessToken, Application, Authenticator, EmailAddress, Grant, IDToken, RefreshToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
