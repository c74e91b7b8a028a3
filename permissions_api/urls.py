"""The addresses below /me."""

from django.urls import path

from permissions_api import me

urlpatterns = [
    path("permissions", me.MyPermissionsView.as_view(), name="my-permissions"),
    path("access", me.MyAccessView.as_view(), name="my-access"),
]
