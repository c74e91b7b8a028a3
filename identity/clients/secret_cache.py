"""The stored hashes of clients' secrets, in memory: whoever guesses chooses how often one is needed."""

import time
from threading import Lock

from oauth2_provider.models import Application

from identity.clients.hashers import LEAST_CHARACTERS, hashed

SECONDS = 0.25  # how old what is known may be
# What the secret of an unknown client is compared with, so that its answer takes as long.
NOBODY_S = hashed("x" * LEAST_CHARACTERS)


class SecretHashes:
    """The hashes of all confidential clients, read together at most four times a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hashes: dict[str, str] = {}
        self._good_until = 0.0

    def of(self, client_id: str) -> str:
        """Return the hash of this client's secret; one that nothing fits for unknown and public ones."""
        with self._lock:
            if time.monotonic() >= self._good_until:
                # From when the question is asked: what is written meanwhile is not in the answer.
                self._good_until = time.monotonic() + SECONDS
                clients = Application.objects.filter(client_type=Application.CLIENT_CONFIDENTIAL)
                self._hashes = dict(clients.values_list("client_id", "client_secret"))
            return self._hashes.get(client_id, NOBODY_S)

    def forget(self) -> None:
        """Read again at the next question: this process has changed a client."""
        self._good_until = 0.0


secret_hashes = SecretHashes()
