/** Fetches a token now, and asks again what depends on it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/session/SessionContext";

export function useFetchToken(audience: string) {
  const queryClient = useQueryClient();
  const { tokens } = useSession();
  return useMutation({
    mutationFn: () => tokens.renew(audience),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["me"] }),
  });
}
