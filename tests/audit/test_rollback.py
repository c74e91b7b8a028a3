"""A change of which nothing can be written is not made: by the API, the admin, a command or the shell."""

import io

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from audit.models import Entry, Head

# Real transactions, as a test's own would hide a row that is saved before its entry fails.
pytestmark = pytest.mark.django_db(transaction=True)
HOST = {"Host": configured.SITE.netloc}


@pytest.fixture
def full_disk(people, monkeypatch) -> None:
    """From now on no entry can be written."""

    def fail(*_args, **_options):
        raise OperationalError("database or disk is full")

    if configured.EMBEDDED:
        from identity.keys.signing_keys import active_signing_key

        active_signing_key()
    monkeypatch.setattr(Entry, "save", fail)


def test_a_save_in_the_shell_is_undone(full_disk, people):
    assert not connection.in_atomic_block
    robin = people["robin"]
    robin.email = "new@gotham.example"
    with pytest.raises(OperationalError):
        robin.save()
    assert User.objects.get(pk=robin.pk).email == "robin@gotham.example"


def test_a_save_caught_inside_a_transaction_is_undone(full_disk, people):
    robin = people["robin"]
    robin.email = "new@gotham.example"
    with transaction.atomic():
        with pytest.raises(OperationalError):
            robin.save()
        Group.objects.count()  # the transaction around it goes on
    assert User.objects.get(pk=robin.pk).email == "robin@gotham.example"


def test_somebody_new_is_not_made(full_disk):
    with pytest.raises(OperationalError):
        User.objects.create_user("selina")
    assert not User.objects.filter(username="selina").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda robin, role: robin.groups.remove(role),
        lambda robin, role: robin.groups.clear(),
        lambda robin, role: robin.groups.set([]),
        lambda robin, role: role.user_set.remove(robin),
        lambda robin, role: role.delete(),
        lambda robin, role: role.permissions.clear(),
        lambda robin, role: robin.delete(),
        lambda robin, role: User.objects.filter(pk=robin.pk).delete(),
    ],
)
def test_links_and_deletions_in_the_shell_are_undone(full_disk, people, change):
    role = Group.objects.get(name="Employees")
    pk, count = people["robin"].pk, role.permissions.count()
    with pytest.raises(OperationalError):
        change(people["robin"], role)
    assert list(User.objects.get(pk=pk).groups.values_list("name", flat=True)) == ["Employees"]
    assert Group.objects.get(name="Employees").permissions.count() == count


def test_a_command_is_undone(full_disk, people):
    with pytest.raises(OperationalError):
        call_command("grant", "joker", "Managers")
    assert not people["joker"].groups.exists()


@pytest.mark.skipif(not configured.ADMIN, reason="the admin is not installed")
def test_the_admin_is_undone(full_disk, people):
    client = Client(headers=HOST, raise_request_exception=False)
    client.force_login(people["gordon"])
    assert client.post("/admin/auth/group/add/", {"name": "Readers"}).status_code == 503
    assert not Group.objects.filter(name="Readers").exists()


@pytest.mark.identity
def test_the_api_is_undone(full_disk, people):
    token = io.StringIO()
    call_command("token", "batman", stdout=token)
    client = APIClient(headers=HOST, raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token.getvalue().strip()}")
    joker = people["joker"]
    answer = client.put(
        f"/api/users/usher%7C{joker.pk}/grants/",
        {"roles": [{"id": str(Group.objects.get(name="Employees").pk)}], "permissions": ["write:books"]},
        format="json",
    )
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert not joker.groups.exists()
    assert not joker.user_permissions.exists()


@pytest.mark.identity
def test_a_rotation_of_keys_is_undone(full_disk):
    from identity.keys import store
    from identity.models import SigningKey

    before = sorted(SigningKey.objects.values_list("kid", "state"))
    with pytest.raises(OperationalError):
        store.rotate()
    assert sorted(SigningKey.objects.values_list("kid", "state")) == before


def test_a_change_that_fails_leaves_no_entry(people):
    count = Entry.objects.count()
    with transaction.atomic():
        people["joker"].groups.add(Group.objects.get(name="Managers"))
        assert Entry.objects.count() == count + 1
        transaction.set_rollback(True)
    assert Entry.objects.count() == Head.objects.get().count == count
