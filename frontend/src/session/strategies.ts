/** The six answers to "which audience?", and all that differs between them for this page. */

export interface Strategy {
  /** Each API demands a token for itself alone; else the token of the login serves. */
  hasTokenPerApi: boolean;
  /** Requests to the APIs go through the gateway, which has tokens of its own for them. */
  usesGateway: boolean;
  /** One refresh token fetches all access tokens; else a hidden frame at the provider does. */
  usesRefreshToken: boolean;
  /** The server holds the tokens, and this page a session there (a backend for the frontend). */
  usesSession: boolean;
}

const SHARED: Strategy = {
  hasTokenPerApi: false,
  usesGateway: false,
  usesRefreshToken: false,
  usesSession: false,
};

export const STRATEGIES = {
  single_audience: SHARED,
  per_api_tokens: { ...SHARED, hasTokenPerApi: true },
  multi_resource_refresh_token: { ...SHARED, hasTokenPerApi: true, usesRefreshToken: true },
  gateway_client_credentials: { ...SHARED, usesGateway: true },
  token_exchange: { ...SHARED, usesGateway: true },
  backend_for_frontend: { ...SHARED, usesSession: true },
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof STRATEGIES;

export function isStrategy(name: string): name is StrategyName {
  return Object.hasOwn(STRATEGIES, name);
}
