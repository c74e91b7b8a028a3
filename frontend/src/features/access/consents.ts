/** The apps of others that may do something for the person, and how one is withdrawn. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Client } from "openapi-fetch";
import { dataOf } from "@/api/client";
import { useApi } from "@/session/SessionContext";

export interface Consent {
  client_id: string;
  name: string;
  /** Scopes: permissions, and what is told about the person. */
  allowed: string[];
  refused: string[];
  /** When the person last answered, as an ISO 8601 date. */
  updated: string;
}

interface ConsentPaths {
  "/me/consents": {
    get: { responses: { 200: { content: { "application/json": { results: Consent[] } } } } };
  };
  "/me/consents/{client_id}": {
    delete: { parameters: { path: { client_id: string } }; responses: { 204: object } };
  };
}

const KEY = ["me", "consents"] as const;

export function useConsents() {
  const api = useApi() as unknown as Client<ConsentPaths>;
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await dataOf(api.GET("/me/consents", { signal }))).results,
  });
}

export function useWithdraw() {
  const api = useApi() as unknown as Client<ConsentPaths>;
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (client_id: string) =>
      dataOf(api.DELETE("/me/consents/{client_id}", { params: { path: { client_id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
