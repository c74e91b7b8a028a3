/** Why an API checks permissions and no roles, with your two tokens as the proof. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Tickets } from "@/permissions/Tickets";
import { type Claims, namesClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import type { Permission } from "@/session/types";
import { useIdToken } from "@/session/useIdToken";
import { useTokens } from "@/session/useTokens";
import { formatList } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { CardGrid, Section } from "@/ui/Section";

export function RoleProof() {
  return (
    <Section
      title={t`Why no API here checks a role`}
      lead={t`“Managers may edit” sounds like a rule. It is a decision about people, and it changes; an API should not have to change with it.`}
    >
      <p>
        <Trans>
          A permission says what a request does: <code>edit:movies</code> is needed to change a
          film, today and next year. A role says which of them go together for some people, and that
          is for whoever gives out roles to decide. An API that asks “is this a manager?” has to be
          changed and deployed again when a new role may edit too, and every API needs an idea of
          its own of what a manager is. One that asks for the permission is finished. Change the set
          behind the role, and every holder follows with their next token.
        </Trans>
      </p>
      <CardGrid>
        <AccessTokenProof />
        <IdTokenProof />
      </CardGrid>
    </Section>
  );
}

function AccessTokenProof() {
  const held = useTokens();
  const token = held.find(({ claims }) => permissionsIn(claims).length > 0) ?? held[0];
  const names = Object.keys(token?.claims ?? {});
  const roles = names.filter((name) => /roles?$/i.test(name));
  return (
    <Panel>
      <h3>
        <Trans>Your access token, for the API</Trans>
      </h3>
      {!token && (
        <p>
          <Trans>None is held in this tab yet.</Trans>
        </p>
      )}
      {token && (
        <>
          <p>
            <Trans>
              Its claims: <code>{names.join(", ")}</code>.
            </Trans>
          </p>
          <p>
            {roles.length === 0
              ? t`No roles among them: an API could not check one if it wanted to.`
              : t`Your provider writes ${formatList(roles)} into it. No API of Usher looks there.`}
          </p>
          {permissionsIn(token.claims).length > 0 ? (
            <Tickets
              label={t`Permissions in your access token`}
              names={permissionsIn(token.claims) as Permission[]}
              held
            />
          ) : (
            <p>
              <Trans>It carries no permissions.</Trans>
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

function IdTokenProof() {
  const { config } = useSession();
  const claims = useIdToken();
  const claim = `${config.claimsNamespace}roles`;
  const roles = namesClaim(claims, claim) ?? [];
  return (
    <Panel>
      <h3>
        <Trans>Your ID token, for this page</Trans>
      </h3>
      <p>
        <code>{claim}</code>: <strong>{roles.length > 0 ? formatList(roles) : t`none`}</strong>
      </p>
      <p>
        <Trans>
          The page shows it beside your name. It is a claim of the site’s own, so it is named like
          an address and can collide with no standard claim. At an API this token is refused whole.
        </Trans>
      </p>
    </Panel>
  );
}

function permissionsIn(claims: Claims | null): string[] {
  return namesClaim(claims, "permissions") ?? [];
}
