"""The addresses of the backend for the frontend."""

from django.urls import URLPattern, path

from bff.login_views import CallbackView, LoginView
from bff.session_views import LogoutView, MySessionsView, MySessionView, OneOfMySessionsView

urlpatterns: list[URLPattern] = [
    path("login", LoginView.as_view(), name="bff-login"),
    path("callback", CallbackView.as_view(), name="bff-callback"),
    path("session", MySessionView.as_view(), name="bff-session"),
    path("logout", LogoutView.as_view(), name="bff-logout"),
    path("sessions", MySessionsView.as_view(), name="bff-sessions"),
    path("sessions/<int:pk>", OneOfMySessionsView.as_view(), name="bff-one-session"),
]
