"""The site's addresses where the stand-in for the Management API is on."""

from django.urls import include, path

from project.urls import urlpatterns as site

urlpatterns = [path("api/v2/", include("identity.management_api.urls")), *site]
