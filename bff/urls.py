"""The addresses of the backend for the frontend."""

from django.urls import URLPattern, path, re_path

from bff.backchannel import BackchannelLogoutView
from bff.login_views import CallbackView, LoginView
from bff.proxied import ProxiedAPI, ProxiedMe, Renew
from bff.session_views import LogoutView, MySessionsView, MySessionView, OneOfMySessionsView

urlpatterns: list[URLPattern] = [
    # What is asked most comes first, for one after the other is tried.
    re_path(r"^api/(?P<resource>[^/]+)/(?P<rest>.*)\Z", ProxiedAPI.as_view(), name="bff-api"),
    re_path(r"^me/(?P<rest>.*)\Z", ProxiedMe.as_view(), name="bff-me"),
    path("login", LoginView.as_view(), name="bff-login"),
    path("callback", CallbackView.as_view(), name="bff-callback"),
    path("session", MySessionView.as_view(), name="bff-session"),
    path("logout", LogoutView.as_view(), name="bff-logout"),
    path("backchannel-logout", BackchannelLogoutView.as_view(), name="bff-backchannel-logout"),
    path("sessions", MySessionsView.as_view(), name="bff-sessions"),
    path("sessions/<int:pk>", OneOfMySessionsView.as_view(), name="bff-one-session"),
    path("renew", Renew.as_view(), name="bff-renew"),
]
