"""Clients, consents and signing keys leave entries too, and no secret is ever in one."""

import io
import json

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.forms.models import model_to_dict
from django.test import Client

from audit.models import Entry, Head, Refusal

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


def register(**changes):
    from identity.clients.registration import Registration
    from identity.clients.registration import register as made

    return made(Registration(**{"name": "Robot", "client_id": "robot", **changes}))


def test_a_machine_its_grants_and_its_removal_are_told(told):
    from identity.clients.registration import remove

    api = "https://api.usher.example/"
    register(grants=["list:books"], audiences=[api])
    assert [(action, before, after) for action, _, before, after in told()[1:]] == [
        ("client.audience_added", None, {"audience": api}),
        ("client.permission_granted", None, {"permission": "list:books"}),
    ]
    action, name, before, after = told()[0]
    assert (action, name, before) == ("client.registered", "Robot", None)
    assert (after["name"], after["grant"]) == ("Robot", "client-credentials")
    remove("robot")
    assert sorted(entry[0] for entry in told()[3:]) == [
        "client.audience_removed",
        "client.permission_withdrawn",
        "client.removed",
    ]


def test_a_changed_client_is_told_and_of_its_secret_only_that(told):
    client, _ = register(redirect_uris=["https://robot.example/cb"])
    client.redirect_uris = "https://other.example/cb"
    client.client_secret = "quite another secret, and long enough"
    client.save()
    assert told()[1:] == [
        (
            "client.changed",
            "Robot",
            {"redirect_uris": ["https://robot.example/cb"]},
            {"redirect_uris": ["https://other.example/cb"]},
        ),
        ("client.secret_changed", "Robot", None, None),
    ]


def test_a_start_that_changes_nothing_tells_nothing(told, conf):
    from identity.clients.first_party import ensure_first_party_clients

    conf.STRATEGY = "gateway_client_credentials"
    ensure_first_party_clients()
    made = [entry[0] for entry in told()]
    assert "client.permission_granted" in made
    ensure_first_party_clients()
    assert len(told()) == len(made)


def test_the_gateway_s_grants_are_told_when_they_go(told, conf):
    from identity.clients.first_party import ensure_first_party_clients

    conf.STRATEGY = "gateway_client_credentials"
    ensure_first_party_clients()
    conf.STRATEGY = "token_exchange"
    ensure_first_party_clients()
    assert [entry[0] for entry in told()].count("client.permission_withdrawn") > 9


def test_consent_is_told_when_given_changed_and_withdrawn(people, told):
    from identity.consents.delegation import withdraw
    from identity.models import Consent

    client, _ = register(redirect_uris=["https://robot.example/cb"], third_party=True)
    answer = Consent.objects.create(user=people["robin"], application=client, asked=["openid"], allowed=[])
    answer.allowed = ["openid"]
    answer.save()
    withdraw(people["robin"], "robot")
    assert told()[1:] == [
        ("consent.given", "Robin", None, {"client": "robot", "asked": ["openid"], "allowed": []}),
        ("consent.changed", "Robin", {"allowed": []}, {"allowed": ["openid"]}),
        ("consent.withdrawn", "Robin", {"client": "robot", "asked": ["openid"], "allowed": ["openid"]}, None),
    ]


def test_consents_that_go_with_a_person_or_a_client_are_told(people, told):
    from identity.clients.registration import remove
    from identity.models import Consent

    client, _ = register(redirect_uris=["https://robot.example/cb"], third_party=True)
    for name in ("robin", "alfred"):
        Consent.objects.create(user=people[name], application=client)
    people["robin"].delete()
    remove("robot")
    actions = [(entry[0], entry[1]) for entry in told()[3:]]
    assert actions == [
        ("consent.withdrawn", "Robin"),
        ("user.deleted", "Robin"),
        ("consent.withdrawn", "Alfred"),
        ("client.removed", "Robot"),
    ]


def test_signing_keys_are_told_when_made_and_rotated(told):
    from identity.keys import store
    from identity.models import SigningKey

    SigningKey.objects.all().delete()
    begun = len(told())
    store.ensure_keys()
    assert sorted((entry[0], entry[3]["state"]) for entry in told()[begun:]) == [
        ("signing_key.made", "active"),
        ("signing_key.made", "next"),
    ]
    store.rotate()
    assert [(entry[0], entry[2], entry[3]) for entry in told()[begun + 2 :]] == [
        ("signing_key.retired", {"state": "active"}, {"state": "retired"}),
        ("signing_key.activated", {"state": "next"}, {"state": "active"}),
        ("signing_key.made", None, {"state": "next"}),
    ]


def test_signing_keys_made_for_the_first_who_logs_in_are_the_sites_doing_and_not_theirs(people):
    from identity.keys import signing_keys
    from identity.models import SigningKey
    from tests.identity.browser import Browser

    SigningKey.objects.all().delete()
    signing_keys.forget_keys()
    begun = Entry.objects.latest("id").pk
    browser = Browser()
    assert browser.log_in("batman").status_code == 302
    assert browser.tokens()["access_token"]
    made = Entry.objects.filter(id__gt=begun, action="signing_key.made")
    assert {(entry.actor_subject, entry.address) for entry in made} == {("system", "")}
    assert len(made) == 2


def test_no_part_of_any_secret_is_in_any_row(people, settings):  # noqa: PLR0915  one long session
    """Change everything by every way, and look in every row for what was secret in it."""
    from oauth2_provider.models import Application

    from identity.keys import store
    from identity.models import SigningKey

    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # Django's own: slow, and with a salt
    secrets = ["a-first-password-0", "a-second-password-1", "a-third-password-2", "a-fourth-password-3"]
    selina = User.objects.create_user("selina", "selina@gotham.example", secrets[0])
    hashes = [selina.password]
    selina.set_password(secrets[1])
    selina.save()
    hashes.append(selina.password)

    staff = Client(headers={"Host": settings.SITE.netloc})
    staff.force_login(people["gordon"])
    new = {"password1": secrets[2], "password2": secrets[2], "usable_password": "true"}
    answer = staff.post(f"/admin/auth/user/{selina.pk}/password/", new)
    assert answer.status_code == 302, answer.content
    assert staff.post("/admin/auth/user/add/", {"username": "cat", **new}).status_code == 302

    visitor = Client(headers={"Host": settings.SITE.netloc})
    assert visitor.post("/u/login/", {"login": "selina", "password": secrets[2]}).status_code == 302
    changed = {"oldpassword": secrets[2], "password1": secrets[3], "password2": secrets[3]}
    assert visitor.post("/u/password/change/", changed).status_code == 302
    sessions = [client.cookies[settings.SESSION_COOKIE_NAME].value for client in (staff, visitor)]

    clients = [
        register(redirect_uris=["https://robot.example/cb"]),
        register(client_id="m", grants=["list:books"], audiences=["https://api.usher.example/"]),
    ]
    tokens = []
    for name in ("batman", "selina"):
        printed = io.StringIO()
        call_command("token", name, stdout=printed)
        tokens.append(printed.getvalue().strip())
    caller = Client(headers={"Host": settings.SITE.netloc, "Authorization": f"Bearer {tokens[0]}"})
    users = caller.get("/api/users/", {"search": "joker"})
    assert users.status_code == 200
    employees = {"id": str(Group.objects.get(name="Employees").pk)}
    grants = {"roles": [employees], "permissions": ["write:books"]}
    path = f"/api/users/usher%7C{people['joker'].pk}/grants/"
    assert caller.put(path, json.dumps(grants), content_type="application/json").status_code == 200
    invited = {"username": "ivy", "name": "Ivy", "email": "ivy@gotham.example"}
    made = caller.post("/api/users/", json.dumps(invited), content_type="application/json")
    assert made.status_code == 201
    Client(headers={"Host": settings.SITE.netloc, "Authorization": f"Bearer {tokens[1]}"}).get("/api/books/")

    store.rotate()
    keys = [
        pem for row in SigningKey.objects.all() for pem in (store.private_pem(row), row.encrypted_private_pem)
    ]
    Application.objects.get(client_id="robot").delete()
    Group.objects.get(name="Employees").delete()
    hashes += User.objects.values_list("password", flat=True)
    hashes += Application.objects.filter(client_type="confidential").values_list("client_secret", flat=True)

    parts = [part for pem in keys for part in pem.split() if len(part) > 20 and "-----" not in part]
    parts += [part for token in tokens for part in token.split(".")]
    parts += [part for hashed in hashes for part in hashed.split("$")[2:]] + secrets + sessions
    parts += [secret for _, secret in clients] + [made.json()["link"].rstrip("/").rsplit("/", 1)[-1]]
    parts += [settings.SECRET_KEY, *settings.AUDIT_KEYS]
    rows = json.dumps(
        [model_to_dict(row) for model in (Entry, Head, Refusal) for row in model.objects.all()], default=str
    )
    assert Entry.objects.count() > 30
    assert "joker" in rows.lower()
    assert [part for part in parts if part and part in rows] == []
    assert all(len(part) > 7 for part in parts if part)


def test_second_factors_are_told_of_when_they_come_and_go_and_not_when_they_are_used(people, told):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    app = TOTP.activate(people["robin"], "JBSWY3DPEHPK3PXP").instance
    codes = RecoveryCodes.activate(people["robin"])
    app.record_usage()
    assert codes.validate_code(codes.get_unused_codes()[0])
    Authenticator.objects.filter(user=people["robin"], type="totp").delete()
    assert told() == [
        ("user.second_factor_added", "Robin", None, {"kind": "totp"}),
        ("user.second_factor_added", "Robin", None, {"kind": "recovery_codes"}),
        ("user.second_factor_removed", "Robin", {"kind": "totp"}, None),
    ]
    assert "JBSWY3DPEHPK3PXP" not in str(list(Entry.objects.values()))
