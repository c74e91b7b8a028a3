"""The site's addresses as they are in the demo."""

from django.urls import path

from identity.accounts.views import demo_login
from project.urls import urlpatterns as site

urlpatterns = [path("u/demo-login/", demo_login, name="demo_login"), *site]
