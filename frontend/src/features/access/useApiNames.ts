/** What the APIs are called that accept one audience: those with a token of their own. */
import { useMine } from "@/session/mine";
import { useSession } from "@/session/SessionContext";

/** For the audience of the login all APIs of the site. */
export function useApiNames(audience: string): string[] {
  const { config } = useSession();
  const { data: mine } = useMine();
  return Object.entries(config.audiences)
    .filter(([, own]) => audience === config.audience || own === audience)
    .map(([name]) => mine?.resources.find((resource) => resource.name === name)?.title ?? name);
}
