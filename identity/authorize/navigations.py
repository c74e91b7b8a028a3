"""Tell a browser that goes to /authorize from a script that asks it, where tokens stay at the server.

A script of our pages shares its origin with the provider: it can ask whatever the person could, and read the
answer. So only a whole tab that goes there is answered, and for nothing else is it even looked who is logged
in. Browsers from before 2023, and all on plain http beyond this machine, tell nothing and are let through:
against a script in those stands that no client has both an address that it can read and no secret
(identity.clients.page_clients).
"""

from django.http import HttpRequest

from permissions_api.conf import conf

REFUSAL = "This address is for a person's browser to go to. It answers no script and no frame."


def answers(request: HttpRequest) -> bool:
    """Say whether the request is one that is answered: everywhere but at such a site, every one is."""
    mode, place = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")
    return not conf.strategy.sessions or (mode in (None, "navigate") and place in (None, "document"))
