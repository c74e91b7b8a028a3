"""The addresses below /me."""

from django.urls import path

from permissions_api.me import views

urlpatterns = [
    path("permissions", views.MyPermissionsView.as_view(), name="my-permissions"),
    path("access", views.MyAccessView.as_view(), name="my-access"),
]
