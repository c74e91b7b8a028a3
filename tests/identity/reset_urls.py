"""The site's addresses as they are where e-mail is configured."""

from django.urls import include, path

from identity.accounts.urls import reset_pages
from project.urls import urlpatterns as site

urlpatterns = [path("u/", include(reset_pages)), *site]
