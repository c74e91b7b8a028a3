"""What the doctor says of a token: what it is, for what it is good, and none of its letters."""

import time

import pytest

from permissions_api.testing import TRUSTED
from project.doctor.tokens import ReadToken
from tests.issuer import MOVIES, encoded, private_key, token_with


@pytest.fixture(autouse=True)
def trusting(site, conf) -> None:
    for name, value in TRUSTED.items():
        setattr(conf, name, value)


def test_a_good_token_shows_no_finding(found):
    now = int(time.time())
    scope = "openid list:movies read:movies"
    token = token_with("list:movies", "read:movies", scope=scope, iat=now - 3300, exp=now + 7500)
    kinds = ["token-kind", "token-signature", "token-issuer", "token-audience", "token-expiry"]
    said = {id: found(id, token) for id in [*kinds, "token-permissions", "token-scope", "token-answers"]}
    assert {each.severity for findings in said.values() for each in findings} == {"ok"}
    assert "an access token" in said["token-kind"][0].sentence
    assert said["token-expiry"][0].sentence == "It is in force for 2 h more, of 3 h in all."
    assert (
        "Of this site it carries 2 permissions (list:movies, read:movies)."
        in said["token-permissions"][0].sentence
    )
    assert "3 scopes (openid, list:movies, read:movies)" in said["token-scope"][0].sentence
    answers = [each.sentence for each in said["token-answers"]]
    assert "/api/movies/ lets list, read through. Answers 403 to write, edit, delete." in answers
    assert "/api/books/ answers 403 to list, read, write, edit, delete." in answers
    assert "/me/permissions takes it." in answers


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (token_with(audience="spa", nonce="n"), "an ID token"),
        ("o" * 32, "an opaque token"),
        (f"{encoded({'alg': 'dir', 'enc': 'A256GCM'})}..a.b.c", "an encrypted token"),
        (token_with(header={"typ": "logout+jwt"}), "another kind (typ: logout+jwt)"),
        ("", "no token"),
        ("short", "no token"),
        ("a.b.c", "no token"),
        ("two words of no token at all", "no token"),
        ("x" * 20_000, "no token"),
        ("ä" * 40, "no token"),
        (f"{encoded(b'[' * 9000)}.e.s", "no token"),
        (f"{encoded([1])}.{encoded([1])}.s", "no token"),
    ],
)
def test_what_is_no_access_token_is_called_by_its_name_and_no_door_takes_it(only_trouble, found, token, said):
    assert said in only_trouble("token-kind", token).sentence
    answers = found("token-answers", token)
    assert {each.severity for each in answers} == {"error"}
    assert all(": 401: " in each.sentence for each in answers)


def test_an_opaque_token_leaves_the_rest_unknown(found):
    for id in ("token-signature", "token-issuer", "token-audience", "token-expiry", "token-permissions"):
        assert [each.severity for each in found(id, "o" * 32)] == ["unknown"]


def test_a_signature_that_is_wrong_and_a_key_that_is_not_the_issuers(only_trouble):
    assert (
        "signature is wrong" in only_trouble("token-signature", token_with(key=private_key("other"))).sentence
    )
    unknown_key = token_with(header={"kid": "other"})
    assert "a key that the issuer does not have" in only_trouble("token-signature", unknown_key).sentence
    assert (
        "does not name its key" in only_trouble("token-signature", token_with(header={"kid": None})).sentence
    )


def test_a_signature_is_unknown_while_the_issuer_is_down(found, conf, issuer):
    conf.KEY_SOURCE = "tests.project.doctor.test_tokens.NoKeys"
    assert [each.severity for each in found("token-signature", token_with())] == ["unknown"]
    assert "503: " in found("token-answers", token_with())[0].sentence


class NoKeys:
    def get(self, kid, issued_at=None):
        from permissions_api.exceptions import KeysUnavailable

        raise KeysUnavailable()


def test_another_issuers_token_and_another_apis(only_trouble, conf):
    assert (
        "issued by https://other.example/"
        in only_trouble("token-issuer", token_with(iss="https://other.example/")).sentence
    )
    trouble = only_trouble("token-audience", token_with(audience="https://other.example/"))
    assert "audience is https://other.example/. This site's are" in trouble.sentence
    assert "is nothing" in only_trouble("token-audience", token_with(audience=None)).sentence


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ({"iat": 0, "exp": int(time.time()) - 7200}, "It ended 2 h ago."),
        ({"iat": int(time.time()) + 900, "exp": int(time.time()) + 1800}, "a clock is wrong"),
        ({"exp": "soon"}, "does not say when it ends"),
        ({"exp": 10**400}, "does not say when it ends"),
        ({"exp": 1e999}, "does not say when it ends"),
        ({"exp": True}, "does not say when it ends"),
    ],
)
def test_a_token_that_is_not_in_force(only_trouble, times, said):
    # jwt.encode refuses some of these times, so the signature is none.
    claims = {"iss": "i", "sub": "s", **times}
    token = f"{encoded({'alg': 'RS256', 'kid': 'k'})}.{encoded(claims)}.sig"
    assert said in only_trouble("token-expiry", token).sentence


@pytest.mark.parametrize(
    ("claims", "severity", "said"),
    [
        (
            {"permissions": None},
            "error",
            "It has no claim permissions; it has aud, auth_time, exp, iat, iss, sub.",
        ),
        ({"permissions": "list:movies"}, "error", "is no list of texts"),
        ({"permissions": []}, "warning", "holds nothing"),
        (
            {"permissions": ["list:films", "\x1b[2J"]},
            "warning",
            "what this site does not declare: 2 permissions (�[2J, list:films).",
        ),
        (
            {"permissions": None, "https://ns/permissions": ["list:movies"]},
            "error",
            "PERMISSION_CLAIM=https://ns/permissions would read them",
        ),
        (
            {"permissions": None, "resource_access": {"movies": {"roles": ["list:movies"]}}},
            "error",
            'PERMISSION_CLAIM=["resource_access", "movies", "roles"] would read them',
        ),
    ],
)
def test_permissions_that_are_missing_from_the_token(only_trouble, claims, severity, said):
    trouble = only_trouble("token-permissions", token_with(**claims))
    assert trouble.severity == severity
    assert said in trouble.sentence


def test_permissions_are_read_from_where_the_settings_say(found, only_trouble, conf):
    conf.PERMISSION_CLAIM = ["https://ns/app_metadata", "permissions"]
    nested = {"https://ns/app_metadata": {"permissions": ["list:movies"]}}
    assert "(list:movies)" in found("token-permissions", token_with(**nested))[0].sentence
    elsewhere = token_with(**{"https://ns/app_metadata": None, "permissions": ["list:movies"]})
    trouble = only_trouble("token-permissions", elsewhere)
    assert 'has no claim ["https://ns/app_metadata", "permissions"]' in trouble.sentence
    conf.PERMISSION_CLAIMS = {"books": "books"}
    assert "(list:books)" in found("token-permissions", token_with(books=["list:books"]))[0].sentence


def test_scopes_that_are_demanded_and_missing(only_trouble, conf):
    conf.REQUIRE_SCOPE = True
    trouble = only_trouble(
        "token-scope", token_with("list:movies", "read:movies", scope="openid list:movies")
    )
    assert "lacks 1 scope (read:movies)" in trouble.sentence


def test_each_door_answers_by_the_strategy(found, conf):
    conf.STRATEGY = "token_exchange"
    answers = [each.sentence for each in found("token-answers", token_with("list:movies"))]
    assert "/gateway/ takes it." in answers
    refused = [each for each in answers if "401" in each]
    assert len(refused) == 3  # each API names its own audience
    assert any(
        f"/api/movies/: 401: This token is for another API; ask with audience={MOVIES}" in each
        for each in refused
    )
    own = [each.sentence for each in found("token-answers", token_with("list:movies", audience=MOVIES))]
    assert "/api/movies/ lets list through. Answers 403 to read, write, edit, delete." in own


def test_a_tokens_text_stands_in_no_description_of_it():
    token = token_with("list:movies")
    read = ReadToken(token)
    assert read.claims
    assert not any(part in repr(read) for part in token.split("."))


def test_a_token_that_says_of_no_login_is_told_what_it_is_refused_and_what_to_add(found, only_trouble, conf):
    conf.RESOURCES = ["movies.resource.MOVIES", "books.resource.BOOKS"]
    (said,) = found("token-auth-time", token_with(auth_time=None))
    assert said.sentence == "Nothing here asks for a fresh login."
    conf.RESOURCES, conf.DIRECTORY = [*conf.RESOURCES, "directory.resource.ROLES"], "directory.somewhere"
    trouble = only_trouble("token-auth-time", token_with(auth_time="yesterday"))
    assert trouble.sentence == "It has no claim auth_time with a time, so it is refused delete:roles."
    assert "the Action of ./run auth0_export" in trouble.to_set
    (said,) = found("token-auth-time", token_with(auth_time=int(time.time() - 600)))
    assert (said.severity, said.sentence) == ("ok", "Its person logged in 10 min ago.")
    (said,) = found("token-auth-time", token_with(auth_time=None, sub="worker@clients", azp="worker"))
    assert (said.severity, "refused delete:roles" in said.sentence) == ("ok", True)
    token = token_with()
    conf.AUTH_TIME_CLAIM = "https://usher.example/auth_time"
    assert conf.AUTH_TIME_CLAIM in only_trouble("token-auth-time", token).sentence
