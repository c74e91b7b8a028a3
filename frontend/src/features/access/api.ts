/** The apps of others that may do something for the person, and how one is withdrawn. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";

export type Consent = components["schemas"]["GivenConsent"];

const KEY = ["me", "consents"] as const;

export function useConsents() {
  const api = useApi();
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await dataOf(api.GET("/me/consents", { signal }))).results,
  });
}

export function useWithdrawConsent() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (client_id: string) =>
      dataOf(api.DELETE("/me/consents/{client_id}", { params: { path: { client_id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
