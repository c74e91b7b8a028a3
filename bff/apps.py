from django.apps import AppConfig


class BffConfig(AppConfig):
    name = "bff"
