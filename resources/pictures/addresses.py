"""Which addresses of the internet are anybody's: a picture is fetched from nowhere else."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

# By the registries of special-purpose addresses (RFC 6890). Written out, as releases of Python differ.
NOT_PUBLIC = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        # Within what is given out of IPv6: tunnels to other addresses, tests, documentation.
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
# Of IPv6 nothing else is: so neither IPv4 in other clothes (::ffff:0:0/96, 64:ff9b::/96) nor local ones.
GIVEN_OUT: IPv4Network | IPv6Network = ip_network("2000::/3")


def is_public(text: str) -> bool:
    """Say whether this IP address may be connected to."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if address.version == 6 and address not in GIVEN_OUT:  # noqa: PLR2004  IPv6
        return False
    return not any(address in network for network in NOT_PUBLIC if network.version == address.version)
