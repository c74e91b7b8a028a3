"""All that the doctor looks at, in the order in which it is told."""

from collections.abc import Sequence

from project.doctor import configuration, issuer, login, page_clients, served, tenant, tokens
from project.doctor.findings import Check

CHECKS: Sequence[Check] = (
    configuration.settings_are_right,
    issuer.https,
    issuer.discovery,
    issuer.issuer_name,
    issuer.keys,
    issuer.algorithms,
    issuer.clock,
    login.client_and_callback,
    login.docs_callback,
    login.audiences,
    login.logout_url,
    login.origin,
    login.pkce,
    tenant.machine_client,
    tenant.api_settings,
    tenant.client_settings,
    page_clients.page_clients,
    configuration.one_site,
    configuration.flavour,
    configuration.strategy,
    served.site_address,
    served.header_limits,
    served.csp,
    served.cors,
)
TOKEN_CHECKS: Sequence[Check] = (
    tokens.token_kind,
    tokens.token_signature,
    tokens.token_issuer,
    tokens.token_audience,
    tokens.token_expiry,
    tokens.token_permissions,
    tokens.token_scope,
    tokens.token_auth_time,
    tokens.token_answers,
)
