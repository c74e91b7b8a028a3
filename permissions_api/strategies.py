"""How one app reaches several APIs: the strategies by name, and what each of them means here."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strategy:
    """``own_audiences``: each API takes tokens for itself alone, not those for all of them.

    ``gateway``: the app reaches them through a gateway, which asks with a token of its own, or with
    one it exchanged the person's for (``exchanges``). ``refreshes_any``: one refresh token gives
    tokens for every API. ``sessions``: the site's server holds the tokens, a browser the cookie of a
    session alone (a backend for the frontend).
    """

    own_audiences: bool = True
    gateway: bool = False
    exchanges: bool = False
    refreshes_any: bool = False
    sessions: bool = False

    @property
    def gateway_asks_alone(self) -> bool:
        """Whether the APIs see the gateway's own token, so that it must say for whom it asks."""
        return self.gateway and not self.exchanges


STRATEGIES: Mapping[str, Strategy] = {
    "single_audience": Strategy(own_audiences=False),
    "per_api_tokens": Strategy(),
    "multi_resource_refresh_token": Strategy(refreshes_any=True),
    "gateway_client_credentials": Strategy(gateway=True),
    "token_exchange": Strategy(gateway=True, exchanges=True),
    "backend_for_frontend": Strategy(sessions=True),
}
