/** Mistakes to make on purpose, with what the API really answers. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton, Stack } from "@mantine/core";
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { useAccess } from "@/session/useAccess";
import { usePermissions, usePerson } from "@/session/usePermissions";
import { Section } from "@/ui/Section";
import { mistakesUnder, type Site } from "./knownMistakes";
import { MistakeCard } from "./MistakeCard";

export function Mistakes() {
  const site = useSite();
  const { config } = useSession();
  const mistakes = mistakesUnder(config);
  return (
    <Section
      title={t`Mistakes to make on purpose`}
      lead={t`Each button sends a real request, as you. The answer is the API’s own, and your session stays as it is.`}
    >
      {strategyOf(config).usesSession && (
        <p>
          <Trans>
            Four others send a wrong token: one for no audience, for another API, an ID token, an
            edited one. This page has none to send wrong; under the other strategies it shows them.
          </Trans>
        </p>
      )}
      {site ? (
        <Stack gap="1rem">
          {mistakes.map((mistake) => (
            <MistakeCard key={mistake.id} mistake={mistake} site={site} />
          ))}
        </Stack>
      ) : (
        <Stack gap="1rem" aria-busy="true">
          {mistakes.map(({ id }) => (
            // As tall as the card it stands for.
            <Skeleton key={id} h={{ base: "25rem", sm: "12.75rem" }} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

/** Null while it is not known what the person holds. */
function useSite(): Site | null {
  const { config, tokens, authorizedFetch } = useSession();
  const { roles } = usePerson();
  const { data: mine } = usePermissions();
  const { data: access, isLoading } = useAccess();
  if (!mine || isLoading) return null;
  const missing = access?.permissions.filter(({ held }) => held === false) ?? null;
  return {
    config,
    tokens,
    authorizedFetch,
    roles: roles ?? [],
    resources: mine.resources,
    missing,
  };
}
