"""No path leads out of its resource, however it is written."""

import pytest

OUT = [
    "../books/",
    "..%2fbooks/",
    "%2e%2e/books/",
    "%2e%2e%2fbooks/",
    "%252e%252e/books/",
    "%252e%252e%252fbooks/",
    "..%5cbooks/",
    "..%255cbooks/",
    "..\\books/",
    ".%2e/books/",
    "./",
    "%2e/",
    "1/../../books/",
    "1/..;/../books/",
    "..;/books/",
    "1;x=1/",
    "1%3bx/",
    "/1/",
    "%2f1/",
    "1//",
    "1%2f%2f",
    "/",
    "//books/",
    "http://evil.example/",
    "http:%2f%2fevil.example/",
    "@evil.example/",
    "1%00/",
    "%00",
    "1%0a/",
    "1%0d%0aHost:%20evil.example/",
    "1/%0a",
    "1%20/",
    "1%252f/",
    "%25/",
    "%/",
    "%zz/",
    "１/",
    "%ef%bc%8e%ef%bc%8e/books/",  # full-width dots
    "%c0%ae%c0%ae/books/",  # an overlong dot
    "%e2%81%841/",  # a fraction slash
    "%c0%af1/",
    "%ff/",
    "1/?/../books/#",
    "1" * 600 + "/",
]


@pytest.mark.parametrize("rest", OUT)
@pytest.mark.parametrize("resource", ["movies", "books"])
def test_a_path_that_is_no_known_route_goes_nowhere(ask, upstream, endpoint, resource, rest):
    answer = ask(f"/gateway/{resource}/{rest}")
    if rest == "1/?/../books/#":  # All after the question mark is a query, which leads nowhere else.
        assert [asked.target.partition("?")[0] for asked in upstream.asked] == [f"/api/{resource}/1/"]
        return
    assert answer.status_code == 404
    assert upstream.asked == endpoint.asked == []


@pytest.mark.parametrize(
    "path",
    ["/gateway//movies/", "/gateway/%2fmovies/", "/gateway/movies%00/", "/gateway/../api/movies/"],
)
def test_a_path_that_only_looks_like_the_gateway_s_goes_nowhere(ask, upstream, path):
    assert ask(path).status_code == 404
    assert upstream.asked == []


@pytest.mark.parametrize(
    "written", ["/gateway/movies/%31/", "/gateway/movies%2f1/", "/%67ateway/movies/1%2f"]
)
def test_what_is_encoded_once_is_forwarded_as_the_plain_path_that_was_checked(ask, upstream, written):
    assert ask(written).status_code == 200
    assert [asked.target for asked in upstream.asked] == ["/api/movies/1/"]


def test_another_host_in_the_request_changes_nothing_upstream(ask, upstream, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )
    (asked,) = upstream.asked
    assert asked.headers["Host"] == upstream.url.removeprefix("http://")
    assert "evil.example" not in str(asked.headers)


@pytest.mark.parametrize("written", ["usher%7C2", "usher|2", "google-oauth2%7C108"])
@pytest.mark.parametrize("way", ["", "grants/"])
def test_an_id_with_its_bar_is_forwarded_encoded(ask, upstream, conf, settings, written, way):
    conf.RESOURCES = [*conf.RESOURCES, "directory.resource.USERS", "directory.resource.ROLES"]
    settings.GATEWAY_UPSTREAMS = {"users": upstream.url}
    assert ask(f"/gateway/users/{written}/{way}").status_code == 200
    encoded = written.replace("|", "%7C")
    assert [asked.target for asked in upstream.asked] == [f"/api/users/{encoded}/{way}"]


@pytest.mark.parametrize("written", ["|2/", "usher%257C2/", "usher%7C..%2f/", "..%7C/", "%7C/"])
def test_a_bar_opens_no_other_way(ask, upstream, conf, settings, written):
    conf.RESOURCES = [*conf.RESOURCES, "directory.resource.USERS"]
    settings.GATEWAY_UPSTREAMS = {"users": upstream.url}
    assert ask(f"/gateway/users/{written}").status_code == 404
    assert upstream.asked == []


def test_what_is_given_is_asked_for_with_a_token_of_the_roles_api(ask, upstream, endpoint, conf, settings):
    conf.RESOURCES = [*conf.RESOURCES, "directory.resource.USERS", "directory.resource.ROLES"]
    settings.GATEWAY_UPSTREAMS = {"users": upstream.url}
    ask("/gateway/users/usher%7C2/grants/")
    ask("/gateway/users/usher%7C2/grants/", "PUT", data=b"{}", content_type="application/json")
    asked = [request.body.decode() for request in endpoint.asked]
    assert ["users.usher.example" in asked[0], "roles.usher.example" in asked[1]] == [True, True]
