"""Which tokens are believed: ``verify`` without any request."""

import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from permissions_api.exceptions import InvalidToken, KeysUnavailable
from permissions_api.tokens import verification
from permissions_api.tokens.cache import VerifiedTokens
from permissions_api.tokens.verification import LEEWAY, LONGEST_TOKEN, verify
from tests.issuer import (
    BOOKS,
    ISSUER,
    KID,
    MOVIES,
    TestKeys,
    claims_with,
    encoded,
    jwk,
    private_key,
    token_with,
)

CLIENT = "usher-spa"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "verified_tokens", VerifiedTokens())


def check(token: str, audiences: tuple[str, ...] = (MOVIES,), **options: Any) -> verification.VerifiedToken:
    return verify(token, TestKeys(), ISSUER, audiences, client_id=CLIENT, **options)


def refusal(token: str, audiences: tuple[str, ...] = (MOVIES,), **options: Any) -> str:
    """Return the sentence with which a token is refused; it may hold no part of the token."""
    with pytest.raises(InvalidToken) as refused:
        check(token, audiences, **options)
    sentence = refused.value.description
    assert sentence.isascii()
    assert not set(sentence) & set('"\\')
    assert not [part for part in token.split(".") if len(part) > 12 and part in sentence]
    return sentence


def signed(claims: Any, header: dict[str, Any] | None = None) -> str:
    """Return a token with these very claims and header, signed rightly, whatever they are."""
    head = {"alg": "RS256", "kid": KID, "typ": "at+jwt"} if header is None else header
    body = f"{encoded(head)}.{encoded(claims)}"
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(
        body.encode(), private_key()
    )
    return f"{body}.{encoded(signature)}"


def now(seconds: float = 0) -> int:
    return int(time.time() + seconds)


def test_a_good_token_says_who_and_what():
    verified = check(token_with("read:movies", "list:movies", audience=MOVIES, subject_type="x"))
    assert (verified.issuer, verified.subject, verified.audiences) == (ISSUER, "usher|1", (MOVIES,))
    assert verified.permissions == {"read:movies", "list:movies"}
    assert verified.claims["subject_type"] == "x"


def test_a_verified_token_cannot_be_changed():
    verified = check(token_with("read:movies", audience=MOVIES))
    with pytest.raises(AttributeError):
        verified.permissions = frozenset({"edit:movies"})  # type: ignore[misc]


@pytest.mark.parametrize("typ", [None, "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"])
def test_the_types_of_access_tokens_are_accepted(typ):
    head = {"alg": "RS256", "kid": KID, "typ": typ}
    token = signed(claims_with(audience=MOVIES), {k: v for k, v in head.items() if v is not None})
    assert check(token)


@pytest.mark.parametrize("typ", ["id+jwt", "logout+jwt", "dpop+jwt", "", None, 7, ["JWT"]])
def test_another_type_of_token_is_refused(typ):
    refusal(signed(claims_with(audience=MOVIES), {"alg": "RS256", "kid": KID, "typ": typ}))


# --- Time ---


def test_an_expired_token_is_refused():
    assert refusal(token_with(audience=MOVIES, exp=now(-LEEWAY - 2))) == "The token has expired."


def test_the_leeway_is_at_most_thirty_seconds():
    assert LEEWAY <= 30
    assert check(token_with(audience=MOVIES, exp=now(-LEEWAY + 3)))


@pytest.mark.parametrize("ahead", [-27, 27])
def test_an_issuer_whose_clock_differs_by_less_than_that_is_understood(ahead):
    times = {"iat": now(ahead), "nbf": now(ahead), "exp": now(ahead + 2)}
    assert check(signed({**claims_with(audience=MOVIES), **times}))


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_token_that_is_not_valid_yet_is_refused(claim):
    token = signed({**claims_with(audience=MOVIES), claim: now(LEEWAY + 5)})
    assert refusal(token) == "The token is not valid yet."


@pytest.mark.parametrize("claim", ["exp", "iat", "sub", "iss", "aud"])
def test_a_token_without_a_required_claim_is_refused(claim):
    claims = claims_with(audience=MOVIES)
    refusal(signed({name: value for name, value in claims.items() if name != claim}))


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", [str(2**32), "soon", True, [2**32], {}, float("nan"), float("inf")])
def test_a_time_that_is_not_a_number_is_refused(claim, value):
    refusal(signed({**claims_with(audience=MOVIES), claim: value}))


@pytest.mark.parametrize("value", ["1700000000", True])
def test_a_past_time_that_is_not_a_number_is_refused(value):
    refusal(signed({**claims_with(audience=MOVIES), "iat": value}))


def test_an_exp_beyond_all_floats_is_no_crash():
    assert check(signed({**claims_with(audience=MOVIES), "exp": 10**400}))


@pytest.mark.parametrize("subject", ["", None, 7, True, ["usher|1"], {}])
def test_a_subject_that_is_no_name_is_refused(subject):
    refusal(signed({**claims_with(audience=MOVIES), "sub": subject}))


# --- Issuer and audience ---


@pytest.mark.parametrize(
    "issuer", ["https://other.example/", ISSUER.rstrip("/"), ISSUER + "x", ISSUER.upper(), [ISSUER], "", 7]
)
def test_a_token_of_another_issuer_is_refused(issuer):
    refusal(signed({**claims_with(audience=MOVIES), "iss": issuer}))


def test_a_token_meant_for_another_api_is_refused_in_both_directions():
    for mine, other in [(MOVIES, BOOKS), (BOOKS, MOVIES)]:
        token = token_with("list:movies", "list:books", audience=mine)
        assert check(token, (mine,))
        assert refusal(token, (other,)) == f"This token is for another API; ask with audience={other}"


def test_an_audience_in_a_list_is_enough():
    token = token_with(audience=[f"{ISSUER}userinfo", MOVIES])
    assert check(token).audiences == (f"{ISSUER}userinfo", MOVIES)
    refusal(token, (BOOKS,))


@pytest.mark.parametrize(
    "audience", [MOVIES.rstrip("/"), MOVIES + "x", MOVIES.upper(), "", [], [7, MOVIES], {MOVIES: 1}, 7, True]
)
def test_an_audience_that_is_only_like_ours_is_refused(audience):
    refusal(signed({**claims_with(audience=MOVIES), "aud": audience}))


def test_a_token_good_for_userinfo_only_names_no_api():
    sentence = refusal(token_with(audience=[f"{ISSUER}userinfo"]))
    assert sentence == f"This token names no API; ask with audience={MOVIES}"


ENCRYPTED = f"{encoded({'alg': 'dir', 'enc': 'A256GCM'})}..iv.text.tag"


@pytest.mark.parametrize("opaque", ["7f3k2-opaque_token-xyz", "N4TKlTGPhZg4JzO0p1Hs8sGmX0ZtQe", ENCRYPTED])
def test_an_opaque_token_is_refused_with_what_to_ask(opaque):
    assert refusal(opaque) == f"This token names no API; ask with audience={MOVIES}"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": CLIENT},
        {"aud": [CLIENT]},
        {"aud": CLIENT, "nonce": "n"},
        {"aud": MOVIES, "nonce": "n"},
        {"aud": MOVIES, "at_hash": "h"},
        {"aud": [MOVIES, CLIENT], "c_hash": "h"},
        {"aud": "another-client", "nonce": "n"},
    ],
)
def test_an_id_token_is_refused_by_name(claims):
    token = signed({**claims_with("list:movies", audience=MOVIES), **claims})
    assert refusal(token) == "This is an ID token; send the access token."


@pytest.mark.parametrize(
    "garbage",
    ["garbage", "x", "a.b", "a.b.c.d.e", ".", "....", "e30....", "a.token-of-two-parts"],
)
def test_what_is_no_token_at_all_is_told_so_and_not_what_to_ask(garbage):
    sentence = refusal(garbage)
    assert sentence.startswith("This is not a token")
    assert "audience" not in sentence


@pytest.mark.parametrize("cnf", [{"jkt": "x" * 43}, {"x5t#S256": "x" * 43}, {}, None])
def test_a_token_that_is_bound_to_its_sender_is_refused(cnf):
    token = signed({**claims_with("list:movies", audience=MOVIES), "cnf": cnf})
    sentence = "This token is bound to its sender (cnf); this API takes plain bearer tokens only."
    assert refusal(token) == sentence


# --- Signature and key ---


def test_a_token_signed_by_another_key_is_refused():
    assert refusal(token_with(audience=MOVIES, key=private_key("other"))) == "The token's signature is wrong."


def test_a_changed_token_is_refused():
    head, claims, signature = token_with("list:movies", audience=MOVIES).split(".")
    more = encoded(claims_with("list:movies", "edit:movies", audience=MOVIES))
    refusal(f"{head}.{more}.{signature}")
    refusal(f"{head}.{claims}.")


def test_a_token_signed_symmetrically_with_the_public_key_is_refused():
    public = private_key().public_key()
    for form in (serialization.Encoding.PEM, serialization.Encoding.DER):
        secret = public.public_bytes(form, serialization.PublicFormat.SubjectPublicKeyInfo)
        for algorithm in ("HS256", "HS384", "HS512"):
            head = {"alg": algorithm, "kid": KID, "typ": "at+jwt"}
            body = f"{encoded(head)}.{encoded(claims_with('list:movies', audience=MOVIES))}"
            digest = getattr(jwt.algorithms.HMACAlgorithm, f"SHA{algorithm[2:]}")
            signature = jwt.algorithms.HMACAlgorithm(digest).sign(body.encode(), secret)
            refusal(f"{body}.{encoded(signature)}")


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "none ", "", None, 0, ["RS256"], "rs256"])
@pytest.mark.parametrize("signature", ["", "c2ln"])
def test_a_token_that_is_not_signed_is_refused_in_every_spelling(alg, signature):
    head = {"alg": alg, "kid": KID, "typ": "JWT"}
    refusal(f"{encoded(head)}.{encoded(claims_with('list:movies', audience=MOVIES))}.{signature}")


def test_a_header_without_an_algorithm_is_refused():
    refusal(signed(claims_with(audience=MOVIES), {"kid": KID}))


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
def test_an_algorithm_that_is_not_configured_is_refused(alg):
    claims = claims_with(audience=MOVIES)
    token = jwt.encode(claims, private_key(), algorithm=alg, headers={"kid": KID})
    assert refusal(token) == "The token is not signed with RS256."
    assert check(token, algorithms=["RS256", alg])


@pytest.mark.parametrize("algorithms", [["HS256"], ["none"], ["RS256", "HS256"], []])
def test_symmetric_algorithms_cannot_be_asked_for(algorithms):
    with pytest.raises(ValueError, match="asymmetric"):
        check(token_with(audience=MOVIES), algorithms=algorithms)


def test_no_audience_at_all_cannot_be_asked_for():
    with pytest.raises(ValueError, match="audience"):
        check(token_with(audience=MOVIES), audiences=())


@pytest.mark.parametrize("kid", ["unknown", "", 7, None, ["x"]])
def test_a_kid_that_is_unknown_or_absent_is_refused(kid):
    refusal(signed(claims_with(audience=MOVIES), {"alg": "RS256", "kid": kid, "typ": "JWT"}))


def test_a_token_without_a_kid_is_refused():
    refusal(signed(claims_with(audience=MOVIES), {"alg": "RS256", "typ": "JWT"}))


class WeakKeys:
    def get(self, kid: str, issued_at: float | None = None) -> Any:
        return private_key("weak", bits=1024).public_key()


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_key_that_is_too_short_is_refused_wherever_it_comes_from():
    token = token_with(audience=MOVIES, key=private_key("weak", bits=1024))
    with pytest.raises(InvalidToken, match="too weak"):
        verify(token, WeakKeys(), ISSUER, [MOVIES])


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c"])
def test_a_key_in_the_header_is_never_looked_at(name, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("something was fetched"))
    forger = private_key("forger")
    value = {"jwk": jwk(forger, KID), "x5c": ["MIIB"]}.get(name, "https://forger.example/jwks")
    assert check(token_with(audience=MOVIES, header={name: value}))
    assert refusal(token_with(audience=MOVIES, key=forger, header={name: value}))
    refusal(token_with(audience=MOVIES, key=forger, header={name: value, "kid": "forger"}))


@pytest.mark.parametrize("crit", [["exp"], ["b64"], [], "b64", None, [7]])
def test_a_critical_extension_is_refused(crit):
    head = {"alg": "RS256", "kid": KID, "typ": "JWT", "crit": crit}
    assert "crit" in refusal(signed(claims_with(audience=MOVIES), head))


@pytest.mark.parametrize("b64", [True, False])
def test_an_unencoded_payload_is_refused(b64):
    refusal(signed(claims_with(audience=MOVIES), {"alg": "RS256", "kid": KID, "typ": "JWT", "b64": b64}))


# --- Form ---


def spellings(token: str) -> Iterator[str]:
    """The same bytes written otherwise: padded, in the other alphabet, with bits that mean nothing."""
    head, claims, signature = token.split(".")
    yield f"{head}{'=' * (-len(head) % 4)}.{claims}{'=' * (-len(claims) % 4)}.{signature}=="
    yield f"{head}.{claims}.{signature}=="
    yield f"{head}.{claims}.{signature}="
    yield f"{head}.{claims}.{signature}\n"
    yield f"{head} .{claims}.{signature}"
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    yield f"{head}.{claims}.{signature[:-1]}{last[last.index(signature[-1]) ^ 1]}"


def test_a_token_written_in_any_other_way_is_refused():
    token = token_with(audience=MOVIES)
    assert check(token)
    for spelling in spellings(token):
        assert spelling != token
        refusal(spelling)


@pytest.mark.parametrize(
    "segment",
    [b"", b"AA", b"AB", b"A", b"AA=", b"AA==", b"AAA\n", b"A A", b"AA+/", b"!!!!", b"AA-_", b"\xff" * 4],
)
def test_the_letters_of_a_token_are_those_that_pyjwt_takes_but_for_padding(segment):
    def taken_by(reader: type[jwt.PyJWS]) -> bytes | None:
        try:
            return reader._decode_base64url_segment(segment, "payload")
        except jwt.DecodeError:
            return None

    assert taken_by(verification._Segments) == (None if b"=" in segment else taken_by(jwt.PyJWS))


@pytest.mark.parametrize(
    "token",
    [
        "..",
        ".a.b",
        "e30.e30.e30",
        "é.e30.e30",
        "!!!.e30.e30",
        f"{encoded([1])}.e30.e30",
        f"{encoded(b'{')}.e30.e30",
        f"{encoded(b'[' * 9000)}.e30.e30",
        f"{encoded(b'{' + b'1' * 5000)}.e30.e30",
        "\udc80.a.b",
    ],
)
def test_rubbish_is_refused_without_a_crash(token):
    refusal(token)


@pytest.mark.parametrize("claims", [[], "claims", 7, None, [{"sub": "x"}]])
def test_claims_that_are_no_object_are_refused(claims):
    refusal(signed(claims))


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"exp": ' + b"9" * 5000 + b"}", b"[" * 9000])
def test_claims_that_are_no_json_are_refused(raw):
    refusal(signed(raw))


def test_a_token_has_a_greatest_length():
    padding = "x" * LONGEST_TOKEN
    assert "longer" in refusal(token_with(audience=MOVIES, note=padding))
    assert LONGEST_TOKEN == 16_384


def test_a_token_of_five_hundred_permissions_is_not_too_long():
    names = [f"permission-{number}:movies" for number in range(450)]
    assert len(check(token_with(*names, audience=MOVIES)).permissions) == 450


# --- Permissions ---


@pytest.mark.parametrize(
    "claim",
    [
        "list:movies",
        "list:movies read:movies",
        {"list:movies": True},
        7,
        [7],
        ["list:movies", 7],
        [["x"]],
        True,
        ["list:movies", None],
        {"0": "list:movies"},
        [],
        "",
    ],
)
def test_a_claim_that_is_not_a_list_of_strings_grants_nothing(claim):
    token = signed({**claims_with(audience=MOVIES), "permissions": claim})
    assert check(token).permissions == frozenset()


def test_only_the_configured_claim_is_read():
    token = token_with("list:movies", audience=MOVIES, rights=["read:movies"])
    assert check(token, permission_claim="rights").permissions == {"read:movies"}
    assert check(token).permissions == {"list:movies"}


# --- The cache ---


class CountedKeys:
    """A key source that counts, and whose keys can be changed."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {KID: private_key().public_key()}
        self.unavailable = False

    def get(self, kid: str, issued_at: float | None = None) -> Any:
        if self.unavailable:
            raise KeysUnavailable()
        return self.keys.get(kid)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens that PyJWT has verified, in order."""
    seen: list[str] = []
    decode = verification._jwt.decode

    def counted(token: str, *args: Any, **kwargs: Any) -> Any:
        seen.append(token)
        return decode(token, *args, **kwargs)

    monkeypatch.setattr(verification._jwt, "decode", counted)
    return seen


def test_a_second_look_at_a_token_is_answered_from_memory(decoded):
    token = token_with("list:movies", audience=MOVIES)
    keys = CountedKeys()
    assert verify(token, keys, ISSUER, [MOVIES]) is verify(token, keys, ISSUER, [MOVIES])
    assert len(decoded) == 1


def test_what_one_api_remembers_opens_no_other():
    token = token_with("list:movies", "list:books", audience=MOVIES)
    assert check(token)
    refusal(token, (BOOKS,))
    with pytest.raises(InvalidToken):
        verify(token, TestKeys(), "https://other.example/", [MOVIES])


def test_a_remembered_token_is_refused_when_its_key_is_removed():
    token, keys = token_with(audience=MOVIES), CountedKeys()
    assert verify(token, keys, ISSUER, [MOVIES])
    keys.keys = {"new": private_key("new").public_key()}
    with pytest.raises(InvalidToken):
        verify(token, keys, ISSUER, [MOVIES])


def test_a_remembered_token_is_refused_when_its_kid_means_another_key():
    token, keys = token_with(audience=MOVIES), CountedKeys()
    assert verify(token, keys, ISSUER, [MOVIES])
    keys.keys = {KID: private_key("new").public_key()}
    with pytest.raises(InvalidToken):
        verify(token, keys, ISSUER, [MOVIES])


def test_a_remembered_token_is_no_way_round_unavailable_keys():
    token, keys = token_with(audience=MOVIES), CountedKeys()
    assert verify(token, keys, ISSUER, [MOVIES])
    keys.unavailable = True
    with pytest.raises(KeysUnavailable):
        verify(token, keys, ISSUER, [MOVIES])


def test_a_remembered_token_still_expires(monkeypatch):
    token, keys = token_with(audience=MOVIES, exp=now(60)), CountedKeys()
    assert verify(token, keys, ISSUER, [MOVIES])
    later = time.time() + 60 + LEEWAY
    monkeypatch.setattr("permissions_api.tokens.cache.time.time", lambda: later)
    assert verification.verified_tokens.get(next(iter(verification.verified_tokens._entries)), keys) is None
    assert len(verification.verified_tokens) == 0


def test_a_refused_token_is_not_remembered():
    refusal(token_with(audience=MOVIES, key=private_key("other")))
    assert len(verification.verified_tokens) == 0


def test_the_memory_is_bounded_and_forgets_what_was_unused_longest():
    memory, keys = VerifiedTokens(most=3), CountedKeys()
    key = private_key().public_key()
    for name in "abc":
        memory.put(name, name.upper(), time.time() + 60, KID, key)
    assert memory.get("a", keys) == "A"
    memory.put("d", "D", time.time() + 60, KID, key)
    assert [memory.get(name, keys) for name in "abcd"] == ["A", None, "C", "D"]
    assert len(memory) == 3


def test_the_memory_holds_no_token_itself():
    token = token_with("list:movies", audience=MOVIES)
    check(token)
    assert token not in str(list(verification.verified_tokens._entries))


@pytest.mark.parametrize("subject", ["usher|\ud800", "usher|1\0"])
def test_a_subject_that_no_database_can_be_asked_for_is_refused(subject):
    assert refusal(token_with(audience=MOVIES, sub=subject)) == "The token's sub is not text."


def test_a_token_for_another_api_with_further_faults_is_refused_without_a_crash():
    assert "another API" in refusal(token_with(audience=BOOKS, sub=7))
