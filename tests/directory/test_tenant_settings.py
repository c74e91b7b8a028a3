"""Settings by which no tenant could be asked are refused at the start, each with what to set."""

import pytest
from django.core.management import CommandError, call_command

from directory.checks import check_tenant, people_carried
from permissions_api.conf import FETCHED_KEYS


@pytest.fixture
def tenant_settings(conf, settings):
    conf.DIRECTORY, conf.KEY_SOURCE = "directory.backends.auth0.Auth0Directory", FETCHED_KEYS
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "token", 60
    settings.AUTH0_MANAGEMENT_CLIENT_ID, settings.AUTH0_MANAGEMENT_CLIENT_SECRET = "machine", "a-secret"
    settings.AUTH0_MANAGEMENT_URL = "https://tenant.eu.auth0.com/api/v2/"
    settings.DIRECTORY_BUDGET = 1.0
    return settings


def test_what_fits_together_is_not_spoken_of(tenant_settings):
    assert check_tenant(None) == []


@pytest.mark.parametrize(
    ("name", "value", "id"),
    [
        ("AUTH0_MANAGEMENT_CLIENT_ID", "", "E002"),
        ("AUTH0_MANAGEMENT_CLIENT_SECRET", "", "E002"),
        ("AUTH0_MANAGEMENT_URL", "http://tenant.example/api/v2/", "E003"),
        ("AUTH0_MANAGEMENT_URL", "https://tenant.example/", "E004"),
        ("DIRECTORY_BUDGET", 0.0, "E005"),
    ],
)
def test_what_is_missing_or_unsafe_is_refused(tenant_settings, name, value, id):
    setattr(tenant_settings, name, value)
    (message,) = check_tenant(None)
    assert (message.id, bool(message.hint), "a-secret" in str(message)) == (f"directory.{id}", True, False)


def test_a_time_of_nothing_and_an_issuer_of_our_own_are_refused(tenant_settings, conf):
    conf.DIRECTORY_TTL = 0
    assert [message.id for message in check_tenant(None)] == ["directory.E006"]
    conf.DIRECTORY_TTL, conf.KEY_SOURCE = 60, "identity.keys.signing_keys.EmbeddedKeys"
    assert [message.id for message in check_tenant(None)] == ["directory.E001"]


@pytest.mark.parametrize("source", ["hybrid", "live"])
def test_where_each_request_asks_it_is_said_how_many_people_that_carries(tenant_settings, conf, source):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = source, 120
    (message,) = check_tenant(None)
    assert (message.id, "60 people at once" in message.msg, people_carried()) == ("directory.I001", True, 60)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "command", [("suspend", "robin"), ("grant", "robin", "write:books"), ("role", "Managers")]
)
def test_operators_commands_change_no_tables_that_do_not_count(tenant_settings, command):
    with pytest.raises(CommandError, match="tenant"):
        call_command(*command)
