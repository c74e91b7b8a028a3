"""Read typed settings from the environment.

Every reader names the variable and its value when it cannot use it; a secret is
named, its value never shown. A secret may also come from a file: ``NAME_FILE``
holds the path, as Docker and Kubernetes mount secrets.
"""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from permissions_api.conf import ClaimPath
from permissions_api.loopback import is_https_or_loopback

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
DATABASES = ("postgresql", "postgres", "sqlite")
ORIGIN = r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[1-9]\d{0,4})?"  # RFC 6454 section 6.2
USUAL_PORTS = {"http": ":80", "https": ":443"}
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def read_file(name: str, default: Path) -> None:
    """Take variables from the file that ``name`` names, else from ``default`` if it exists.

    Those given by hand win, a PORT also over the file's SITE_URL.
    """
    path = Path(text(name, str(default)))
    if path != default and not path.exists():
        raise ImproperlyConfigured(f"{name}={str(path)!r} does not exist.")
    port_by_hand = "PORT" in os.environ and "SITE_URL" not in os.environ
    environ.Env.read_env(path)
    if port_by_hand:
        os.environ.pop("SITE_URL", None)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name)
    if value.lower() not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither on nor off. Write 1 or 0.")
    return value.lower() in TRUE if value else default


def integer(name: str, default: int, least: int = 0) -> int:
    value = text(name, str(default))
    if not re.fullmatch(r"\d{1,9}", value) or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number of at least {least}.")
    return int(value)


def number(name: str, default: float) -> float:
    value = text(name, str(default))
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value):
        raise ImproperlyConfigured(f"{name}={value!r} is not a number such as 0.3 or 60.")
    return float(value)


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """Return the parts of a comma-separated value, without blanks."""
    return [part for part in map(str.strip, text(name).split(",")) if part] or list(default)


def choice(name: str, default: str, choices: Sequence[str]) -> str:
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}.")
    return value


def mapping(name: str) -> dict[str, str]:
    """Return a JSON object of strings, such as ``{"movies": "https://…"}``."""
    value = text(name, "{}")
    found: Any = _json(name, value)
    if not isinstance(found, dict) or not all(isinstance(item, str) for item in found.values()):
        raise ImproperlyConfigured(f"{name}={value!r} is not a JSON object of strings.")
    return found


def cookie_name(name: str, default: str) -> str:
    """Return a text that may stand in the name of a cookie."""
    value = text(name, default)
    if not re.fullmatch(r"[\w.-]*", value, re.ASCII):
        raise ImproperlyConfigured(f"{name}={value!r} cannot name a cookie. Use letters, digits, -, _ and .")
    return value


def claim(name: str, default: str) -> ClaimPath:
    """Return the name of a claim, or the keys that lead to it, from a JSON list of them."""
    value = text(name, default)
    return _claim(name, _json(name, value)) if value.startswith("[") else value


def claims(name: str) -> dict[str, ClaimPath]:
    """Return a JSON object of claims, each the name of one or a list of the keys that lead to it."""
    value = text(name, "{}")
    found = _json(name, value)
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name}={value!r} is not a JSON object of claims.")
    return {key: _claim(f"{name}[{key!r}]", value) for key, value in found.items()}


def _claim(name: str, found: Any) -> ClaimPath:
    keys = [found] if isinstance(found, str) else found
    if not (isinstance(keys, list) and keys and all(isinstance(key, str) and key for key in keys)):
        raise ImproperlyConfigured(
            f"{name}={json.dumps(found)} is no claim. Write its name, or a JSON list of the keys that lead"
            ' to it, such as ["resource_access", "movies", "roles"].'
        )
    return cast(ClaimPath, found)


def _json(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r} is not JSON: {error}.") from error


def rate(name: str, default: str) -> tuple[int, int] | None:
    """Return ``(number, seconds)`` from a rate such as ``10/m``; None when it is ``0``, off."""
    value = text(name, default)
    if value == "0":
        return None
    match = re.fullmatch(r"([1-9]\d{0,6})/([smhd])", value)
    if not match:
        raise ImproperlyConfigured(
            f"{name}={value!r} is not a rate. Write a number, a slash and s, m, h or d,"
            " such as 10/m; or 0 for no limit."
        )
    return int(match[1]), SECONDS[match[2]]


def secret(name: str) -> str:
    """Return a secret from ``NAME`` or from the file named by ``NAME_FILE``; "" when neither is set."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE={path!r} cannot be read: {error.strerror}.") from error


def required_secret(name: str, hint: str) -> str:
    """Return a secret without which nothing works; the hint says how to come by one."""
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def origin(name: str, default: str) -> str:
    """Return an http or https address without a path, and without a slash at its end."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"{name}={value!r} is not like https://usher.example, without a path.")
    return value


def origins(name: str) -> list[str]:
    """Return origins, parted by commas, each written letter by letter as browsers send it."""
    found = words(name)
    for value in found:
        if not re.fullmatch(ORIGIN, value) or value.endswith(USUAL_PORTS[value.partition(":")[0]]):
            raise ImproperlyConfigured(
                f"{name} names {value!r}, which no browser sends as its origin. Write such as https://app.example:"
                " in small letters, without a path, a slash at the end or the usual port."
            )
        if not is_https_or_loopback(value):
            raise ImproperlyConfigured(f"{name} names {value!r}, which is not https.")
    return found


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings of the database at an address; as it may hold a password, it is a secret."""
    address = secret(name) or default
    try:
        if address.partition(":")[0] in DATABASES:
            return dict(environ.Env.db_url_config(address))
    except ValueError:
        pass  # Its words could show a part of the password.
    raise ImproperlyConfigured(
        f"{name} leads to no database. Write it like postgresql://user:password@host:5432/name."
    )


def mail_server(name: str) -> dict[str, Any]:
    """Return Django's ``EMAIL_…`` settings of the server at an address, a secret; none when it is not set."""
    address = secret(name)
    try:
        return dict(environ.Env.email_url_config(address)) if address else {}
    except (ImproperlyConfigured, ValueError):
        raise ImproperlyConfigured(
            f"{name} leads to no mail server. Write it like smtp+tls://user:password@mail.example:587."
        ) from None
