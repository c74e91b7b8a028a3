/** What the APIs are called that accept one audience: those with a token of their own. */

import { useSession } from "@/session/SessionContext";
import { usePermissions } from "@/session/usePermissions";

/** For the audience of the login all APIs of the site. */
export function useApiTitles(audience: string): string[] {
  const { config } = useSession();
  const { data: mine } = usePermissions();
  return Object.entries(config.audiences)
    .filter(([, own]) => audience === config.audience || own === audience)
    .map(([name]) => mine?.resources.find((resource) => resource.name === name)?.title ?? name);
}
