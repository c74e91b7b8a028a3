"""The caller's address: what proxies say is believed only of those that are trusted."""

import pytest
from django.test import RequestFactory

from permissions_api.addresses import client_address, same_caller


def address(peer: str, forwarded: str = "") -> str:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("", "198.51.100.1", "unknown"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(conf, peer, forwarded, expected):
    conf.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert address(peer, forwarded) == expected


def test_without_trusted_proxies_the_header_is_ignored(conf):
    conf.TRUSTED_PROXIES = []
    assert address("10.0.0.1", "198.51.100.1") == "10.0.0.1"


def test_an_ipv6_caller_is_a_whole_home():
    assert same_caller("2001:db8:1:2:3::4") == same_caller("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert same_caller("2001:db8:1:3::4") != same_caller("2001:db8:1:2::4")
    assert same_caller("::ffff:203.0.113.7") == "203.0.113.7"
