/** What the API is called whose token did not come. */
import { useMine } from "@/session/mine";
import { useSession } from "@/session/SessionContext";

export function useApiTitle(): string {
  const { config, interruption } = useSession();
  const { data: mine } = useMine();
  const audience = interruption?.audience ?? config.audience;
  if (audience === config.audience) return "Usher";
  const titles = mine?.resources.filter((resource) => resource.audience === audience);
  return titles?.length ? titles.map(({ title }) => title).join(", ") : audience;
}
