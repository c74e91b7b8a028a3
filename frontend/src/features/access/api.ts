/** The apps of others that may do something for the person, and the browsers in which they are logged in. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";

export type Consent = components["schemas"]["GivenConsent"];

export type Device = components["schemas"]["BrowserSession"];

const KEY = ["me", "consents"] as const;
const DEVICES_KEY = ["me", "devices"] as const;

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

export function useDevices() {
  const api = useApi();
  return useQuery({
    queryKey: DEVICES_KEY,
    queryFn: async ({ signal }) => (await dataOf(api.GET("/bff/sessions", { signal }))).results,
  });
}

export function useEndDevice() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      dataOf(api.DELETE("/bff/sessions/{id}", { params: { path: { id } } })),
    // Also where it was over already: then the list is old.
    onSettled: () => queryClient.invalidateQueries({ queryKey: DEVICES_KEY }),
  });
}
