"""Let uv, pip and Node trust what this machine trusts: behind a company's proxy, one certificate more."""

import sys
from collections.abc import Mapping
from pathlib import Path

# Where Debian and Ubuntu, Fedora, SUSE, and Alpine keep what is trusted.
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def settings(environment: Mapping[str, str], bundles: tuple[str, ...] = BUNDLES) -> dict[str, str]:
    """Return the variables to add to an environment; what stands there already stays as it is.

    ``SSL_CERT_FILE``, a file of certificates, counts for all three; uv reads it by itself. Without a
    bundle of the system uv keeps the certificates it brings, which are all there are then.
    """
    given = environment.get("SSL_CERT_FILE")
    mac = sys.platform == "darwin"
    bundle = given or next((path for path in bundles if not mac and Path(path).exists()), "")
    wanted = {"NODE_USE_SYSTEM_CA": "1"}  # beside its own
    if bundle or mac:
        wanted["UV_SYSTEM_CERTS"] = "1"
    if bundle and not {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"} & environment.keys():
        wanted["PIP_CERT"] = bundle
    if given:
        wanted["NODE_EXTRA_CA_CERTS"] = given
    return {name: value for name, value in wanted.items() if name not in environment}
