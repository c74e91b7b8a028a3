"""Guard the APIs of a Django project by the permissions in access tokens."""

__version__ = "0.6.0"
