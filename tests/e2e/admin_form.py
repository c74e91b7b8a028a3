"""A form of the admin, filled without a browser."""

import re
import time

import requests

from directory.demo import PASSWORD, STAFF


class AdminForm:
    """A form of the admin, filled by the demo's staff. ``chosen`` are the permissions in it at first."""

    def __init__(self, site: str, model: str, name: str) -> None:
        self._session = requests.Session()
        page = self._session.get(f"{site}/admin/{model}")
        self._post(page, login=STAFF, password=PASSWORD)
        rows = self._session.get(f"{site}/admin/{model}").text
        (path,) = found(rf'href="([^"]+)">{name}<', rows)
        self._address = f"{site}{path}"
        page = self._session.get(self._address)
        self._name = name
        self.chosen = found(r'<option value="(\d+)"[^>]* selected>', page.text)

    def save(self, **fields: object) -> float:
        """Return when it was saved, in seconds since 1970."""
        answer = self._post(self._session.get(self._address), name=self._name, **fields)
        assert "was changed successfully" in answer.text
        return time.time()

    def _post(self, page: requests.Response, **fields: object) -> requests.Response:
        token = found(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[0]
        return self._session.post(page.url, {"csrfmiddlewaretoken": token, **fields}, timeout=10)


def found(pattern: str, text: str) -> list[str]:
    matches = re.findall(pattern, text)
    assert matches, f"No {pattern} on the page."
    return matches
