"""A change of rights while somebody is logged in acts within the bound, whoever makes it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from directory.grants import grant, withdraw
from identity.clients.registration import Registration, register, remove
from identity.models import ClientGrant
from permissions_api.effective_permissions import forget_effective_permissions
from tests.identity.browser import Browser

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

MOVIES = "https://movies.usher.example/"

CHANGES: dict[str, Callable[[], object]] = {
    "command": lambda: call_command("withdraw", "robin", "Employees", verbosity=0),
    "function": lambda: withdraw(User.objects.get(username="robin"), "Employees"),
    "role's permissions": lambda: Group.permissions.through.objects.all().delete(),
    "role deleted": lambda: Group.objects.get(name="Employees").delete(),
    "role deleted by a queryset": lambda: Group.objects.filter(name="Employees").delete(),
    "membership deleted by a queryset": lambda: User.groups.through.objects.all().delete(),
}


@pytest.fixture
def robin(browser_of, conf) -> Callable[[str], int]:
    """Return a function that asks as Robin, who logged in before anything changed."""
    conf.DIRECTORY_TTL = 0
    token = browser_of("robin").tokens()["access_token"]
    return lambda path: Browser().get(path, headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.parametrize("source", ["hybrid", "live"])
@pytest.mark.parametrize("change", CHANGES)
def test_whoever_withdraws_it_acts_at_once(robin, conf, source, change):
    conf.PERMISSION_SOURCE = source
    assert robin("/api/movies/") == 200
    CHANGES[change]()
    assert robin("/api/movies/") == 403
    assert robin("/me/permissions") == 200


@pytest.mark.parametrize("source", ["hybrid", "live"])
def test_who_is_deactivated_by_a_queryset_gets_nowhere(robin, conf, source):
    conf.PERMISSION_SOURCE = source
    User.objects.filter(username="robin").update(is_active=False)
    assert [robin(path) for path in ("/api/movies/", "/api/books/", "/me/permissions")] == [401, 401, 401]


def test_what_is_granted_works_at_once_with_the_directory_alone_and_else_with_the_next_token(
    browser_of, conf
):
    conf.DIRECTORY_TTL = 0
    browser = browser_of("robin")

    def add(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return Browser().post("/api/books/", {}, content_type="application/json", headers=headers).status_code

    old = browser.tokens()["access_token"]
    grant(User.objects.get(username="robin"), "write:books")
    answered = {}
    for source in ("token", "hybrid", "live"):
        conf.PERMISSION_SOURCE = source
        answered[source] = add(old)
    assert answered == {"token": 403, "hybrid": 403, "live": 400}  # 400: past the guard, the body is empty
    conf.PERMISSION_SOURCE = "hybrid"
    assert add(browser.tokens()["access_token"]) == 400


@pytest.mark.parametrize("source", ["hybrid", "live"])
def test_a_superuser_gains_nothing(robin, conf, source):
    conf.PERMISSION_SOURCE = source
    User.objects.filter(username="robin").update(is_superuser=True)
    Group.objects.all().delete()
    assert robin("/api/movies/") == 403


@pytest.mark.parametrize("source", ["hybrid", "live"])
def test_a_machine_s_grants_are_asked_too(people, conf, source):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = source, 0
    conf.STRATEGY = "per_api_tokens"
    _, secret = register(
        Registration("", "night-watch", audiences=[MOVIES], grants=["list:movies", "read:movies"])
    )
    body = {"grant_type": "client_credentials", "audience": MOVIES}
    answer = Browser().post(
        "/oauth/token", {**body, "client_id": "night-watch", "client_secret": secret or ""}
    )
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def ask() -> int:
        return Browser().get("/api/movies/", headers=headers).status_code

    assert ask() == 200
    ClientGrant.objects.filter(permission="list:movies").delete()
    assert ask() == 403
    remove("night-watch")
    assert ask() == 401


def test_what_is_kept_of_one_is_never_taken_for_another(browser_of, conf):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "live", 60
    forget_effective_permissions()
    seen = {}
    for name in ("batman", "joker", "batman"):
        token = browser_of(name).tokens()["access_token"]
        seen[name] = Browser().get("/api/movies/", headers={"Authorization": f"Bearer {token}"}).status_code
    assert seen == {"batman": 200, "joker": 403}


def test_whose_password_is_taken_away_is_signed_out_everywhere(browser_of):
    robin = browser_of("robin")
    tokens = robin.tokens()
    user = User.objects.get(username="robin")
    user.set_unusable_password()
    user.save()
    assert robin.refresh(tokens["refresh_token"]).status_code == 400
    assert robin.get("/u/mfa/").status_code == 302


def test_who_has_no_password_anyway_stays_signed_in_when_their_name_changes(browser_of):
    robin = browser_of("robin")
    tokens = robin.tokens()
    user = User.objects.get(username="robin")
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(password=user.password)
    user.first_name = "Dick"
    user.save()
    assert robin.refresh(tokens["refresh_token"]).status_code == 200
