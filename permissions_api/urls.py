"""The addresses below /me."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
