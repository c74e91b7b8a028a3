from django.apps import AppConfig


class PermissionsApiConfig(AppConfig):
    name = "permissions_api"
