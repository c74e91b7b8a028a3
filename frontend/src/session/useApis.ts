/** The clients of the APIs: each request goes where it belongs, with the token it needs. */
import { useCallback, useMemo } from "react";
import { type Api, createApi } from "@/api/client";
import { addressFor, audienceFor } from "./audience";
import { authorizedFetch } from "./authorizedFetch";
import type { Config } from "./config";
import type { TokenStore } from "./tokenStore";

interface Apis {
  api: Api;
  /** Asks with the token of one audience, whatever is asked. */
  apiWith: (audience: string) => Api;
}

export function useApis(
  config: Config,
  tokens: TokenStore,
  onExpired: (audience: string, sentence?: string) => void,
): Apis {
  const asking = useCallback(
    (audienceOf: (request: Request) => string) =>
      createApi({
        addressFor: (address) => addressFor(address, config),
        send: authorizedFetch({ tokens, audienceFor: audienceOf, onExpired }),
      }),
    [tokens, config, onExpired],
  );
  const api = useMemo(() => asking((request) => audienceFor(request, config)), [asking, config]);
  const apiWith = useCallback((audience: string) => asking(() => audience), [asking]);
  return { api, apiWith };
}
