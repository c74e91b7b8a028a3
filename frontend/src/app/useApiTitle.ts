/** What the API is called whose token did not come. */

import { useSession } from "@/session/SessionContext";
import { usePermissions } from "@/session/usePermissions";

export function useApiTitle(): string {
  const { config, tokenError } = useSession();
  const { data: mine } = usePermissions();
  const audience = tokenError?.audience ?? config.audience;
  if (audience === config.audience) return "Usher";
  const titles = mine?.resources.filter((resource) => resource.audience === audience);
  return titles?.length ? titles.map(({ title }) => title).join(", ") : audience;
}
