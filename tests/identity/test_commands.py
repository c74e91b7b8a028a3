"""The operators' commands: what they print, what they refuse, and that it holds at once."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant

from directory.effective_permissions import effective_permissions
from identity.models import BrowserSession, Redemption, SignIn
from resources.models import RateCounter
from tests.identity.browser import Browser, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nobody"], "no person with the user name 'nobody'"),
        (["robin", "--audience", "https://evil.example/"], "Unknown audience"),
        (["robin", "--lifetime", "0"], "from 1 to 86400"),
        (["robin", "--lifetime", "86401"], "from 1 to 86400"),
    ],
)
def test_a_token_is_refused_with_the_reason(people, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("token", *arguments)


def test_somebody_deactivated_gets_no_token(people):
    User.objects.filter(username="robin").update(is_active=False)
    with pytest.raises(CommandError, match="deactivated"):
        call_command("token", "robin")


def test_a_token_alone_is_printed(people, capsys, conf):
    call_command("token", "alfred", "--audience", "https://books.usher.example/", "--lifetime", "5")
    token = capsys.readouterr().out
    assert token.count("\n") == 1
    claims = claims_of(token.strip())
    assert claims["permissions"] == ["list:books", "read:books", "write:books"]
    assert claims["exp"] - claims["iat"] == 5
    call_command("token", "alfred")
    assert claims_of(capsys.readouterr().out.strip())["aud"] == conf.AUDIENCE


def test_what_is_granted_and_withdrawn_holds_at_once_and_may_be_repeated(people):
    joker = people["joker"]
    for _ in range(2):
        call_command("grant", "joker", "list:books")
        assert effective_permissions(joker) == {"list:books"}
    for _ in range(2):
        call_command("withdraw", "joker", "list:books")
        assert effective_permissions(joker) == frozenset()
    call_command("grant", "joker", "Managers")
    assert "edit:books" in effective_permissions(joker)


def test_what_is_held_through_a_role_still_is_said_when_it_is_withdrawn(people, capsys):
    call_command("withdraw", "robin", "list:books")
    assert "through a role still" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["grant", "withdraw"])
def test_unknown_people_and_grants_are_refused(people, command):
    for arguments in (["nobody", "Managers"], ["joker", "list:boks"], ["joker", "managers"], ["joker", ""]):
        with pytest.raises(CommandError):
            call_command(command, *arguments)
    assert effective_permissions(people["joker"]) == frozenset()


def test_unlocking_a_name_or_an_address_acts_at_once(people, settings):
    settings.LOGIN_RATE = (2, 3600)
    for _ in range(3):
        Browser(REMOTE_ADDR="203.0.113.7").log_in("robin", "wrong")
    call_command("unlock", "ROBIN".lower())
    assert Browser(REMOTE_ADDR="203.0.113.8").log_in("robin").status_code == 302
    assert Browser(REMOTE_ADDR="203.0.113.7").log_in("robin").status_code == 429
    call_command("unlock", "203.0.113.7")
    assert Browser(REMOTE_ADDR="203.0.113.7").log_in("robin").status_code == 302
    with pytest.raises(CommandError, match="Nor is it a network address"):
        call_command("unlock", "nobody")


class TestSetup:
    @pytest.fixture
    def password(self, tmp_path):
        file = tmp_path / "password"
        file.write_text("a-long-passphrase-4711\n")
        return str(file)

    def test_it_makes_a_manager_and_changes_nothing_when_run_again(self, db, password):
        for _ in range(2):
            call_command(
                "setup", "--username", "bruce", "--email", "b@x.example", "--password-file", password
            )
        bruce = User.objects.get()
        assert "delete:books" in effective_permissions(bruce)
        assert bruce.check_password("a-long-passphrase-4711")
        assert not bruce.is_superuser
        assert Browser().log_in("bruce", "a-long-passphrase-4711").status_code == 302

    def test_a_weak_password_or_a_missing_file_is_refused(self, db, tmp_path):
        weak = tmp_path / "weak"
        weak.write_text("12345678")
        for file in (weak, tmp_path / "missing"):
            with pytest.raises(CommandError):
                call_command("setup", "--username", "b", "--email", "", "--password-file", str(file))
        assert not User.objects.exists()

    def test_with_nobody_there_to_answer_it_says_what_to_give(self, db):
        with pytest.raises(CommandError, match="--username"):
            call_command("setup")


def test_cleanup_deletes_what_has_expired_and_nothing_else(browser_of, capsys):
    robin = browser_of("robin")
    tokens = robin.tokens()
    robin.code()
    Redemption.objects.create(refresh_token="a-digest", audience="an-audience")
    call_command("cleanup")
    printed = capsys.readouterr().out
    assert "0 tokens and codes" in printed
    assert "0 redemptions" in printed
    old = timezone.now() - timezone.timedelta(days=60)
    Grant.objects.update(expires=old)
    AccessToken.objects.update(expires=old)
    BrowserSession.objects.update(expire_date=old)
    SignIn.objects.update(created=old)
    Redemption.objects.update(created=old)
    RateCounter.objects.update(started=0)
    call_command("cleanup")
    for model in (Grant, AccessToken, BrowserSession, SignIn, Redemption, RateCounter):
        assert not model.objects.exists(), model
    assert robin.refresh(tokens["refresh_token"]).status_code == 400
