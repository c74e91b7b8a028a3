"""The provider's addresses: Auth0's paths, so that its SDKs work unmodified, and the pages under /u/."""

from django.urls import URLPattern, URLResolver, include, path

from identity.accounts.views import auth0_logout, openid_logout
from identity.authorize.views import AuthorizeView, ConsentView
from identity.consents.views import MyConsentsView, MyConsentView
from identity.token.views import RevokeView, TokenView, UserInfoView
from identity.views import discovery, key_set

urlpatterns: list[URLPattern | URLResolver] = [
    path(".well-known/openid-configuration", discovery, name="discovery"),
    # The same document: each standard (RFC 8414 section 3) takes what the other adds to it.
    path(".well-known/oauth-authorization-server", discovery, name="authorization_server"),
    path(".well-known/jwks.json", key_set, name="jwks"),
    path("authorize", AuthorizeView.as_view(), name="authorize"),
    path("oauth/token", TokenView.as_view(), name="token"),
    path("oauth/revoke", RevokeView.as_view(), name="revoke"),
    path("userinfo", UserInfoView.as_view(), name="userinfo"),
    path("me/consents", MyConsentsView.as_view(), name="my-consents"),
    path("me/consents/<path:client_id>", MyConsentView.as_view(), name="my-consent"),
    path("v2/logout", auth0_logout, name="auth0_logout"),
    path("oidc/logout", openid_logout, name="openid_logout"),
    path("u/consent/", ConsentView.as_view(), name="consent"),
    path("u/", include("identity.accounts.urls")),
]
