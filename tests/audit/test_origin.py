"""Each entry says who made the change and from where."""

import os
import pwd
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory

from audit.middleware import RequestIds
from audit.models import Entry
from audit.origin import present_request
from directory.grants import grant

pytestmark = pytest.mark.django_db
HOST = {"Host": configured.SITE.netloc}


def test_a_shell_is_a_command_of_the_systems_user(people, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["manage.py", "shell"])
    grant(people["joker"], "Employees")
    entry = Entry.objects.latest("id")
    assert (entry.actor_subject, entry.actor_name) == ("command:shell", pwd.getpwuid(os.getuid()).pw_name)
    assert (entry.address, entry.request_id) == ("", "")


@pytest.mark.skipif(not configured.ADMIN, reason="the admin is not installed")
def test_in_the_admin_it_is_the_staff_member(people, conf):
    conf.TRUSTED_PROXIES = ["127.0.0.1"]
    client = Client(headers=HOST)
    client.force_login(people["gordon"])
    answer = client.post(
        "/admin/auth/group/add/",
        {"name": "Readers"},
        headers={"X-Request-ID": "from-the-proxy", "X-Forwarded-For": "203.0.113.7"},
    )
    assert answer.status_code == 302
    entry = Entry.objects.latest("id")
    assert entry.action == "role.created"
    assert (entry.actor_subject, entry.actor_name) == (f"usher|{people['gordon'].pk}", "Commissioner Gordon")
    assert (entry.address, entry.request_id) == ("203.0.113.7", "from-the-proxy")
    assert answer["X-Request-ID"] == "from-the-proxy"


@pytest.mark.parametrize(
    ("trusted", "sent"),
    [([], "mine"), (["10.0.0.1"], "mine"), (["127.0.0.1"], "with blanks"), (["127.0.0.1"], "x" * 65)],
)
def test_no_request_id_is_taken_from_strangers_nor_a_strange_one(conf, trusted, sent):
    conf.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", headers={"X-Request-ID": sent})
    answered = RequestIds(lambda _request: Client().get("/healthz", headers=HOST))(request)["X-Request-ID"]
    assert answered != sent
    assert len(answered) == 32


def test_after_a_request_nobody_is_left_behind_in_the_thread(people):
    Client(headers=HOST).get("/healthz")
    assert present_request.get() is None

    def broken(_request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        RequestIds(broken)(RequestFactory().get("/"))
    assert present_request.get() is None


def test_a_visitor_without_login_is_nobody(people):
    request = RequestFactory().get("/")

    def change(_request):
        Group.objects.create(name="Readers")
        return Client().get("/healthz", headers=HOST)

    RequestIds(change)(request)
    entry = Entry.objects.latest("id")
    assert (entry.actor_subject, entry.actor_name, entry.address) == ("", "", "127.0.0.1")
    assert len(entry.request_id) == 32


@pytest.mark.django_db(transaction=True)
def test_a_command_of_manage_py_is_named(people, tmp_path):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("the address of the test's database is made on SQLite only")
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    done = subprocess.run(
        [sys.executable, "manage.py", "grant", "joker", "Employees"],
        cwd=configured.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor_subject) == ("role.granted", "command:grant")
