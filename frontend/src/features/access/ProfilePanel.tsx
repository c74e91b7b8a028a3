/** Who is logged in, and through which roles. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "@mantine/core/styles/Badge.css";
import { Badge } from "@mantine/core";
import { textClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import { usePerson } from "@/session/usePermissions";
import { Panel } from "@/ui/Panel";
import classes from "./ProfilePanel.module.css";

export function ProfilePanel() {
  const { subject, name, roles } = usePerson();
  const { idClaims, config } = useSession();
  const email = textClaim(idClaims, "email");
  return (
    <Panel>
      <h2>
        <Trans>You are {name}</Trans>
      </h2>
      <dl className={classes.facts}>
        <dt>
          <Trans>Subject</Trans>
        </dt>
        <dd>
          <code translate="no">{subject}</code>
          <span className={classes.hint}>
            <Trans>the name the APIs know you by</Trans>
          </span>
        </dd>
        {email && (
          <>
            <dt>
              <Trans>E-mail</Trans>
            </dt>
            <dd>{email}</dd>
          </>
        )}
        <dt>{roles?.length === 1 ? t`Role` : t`Roles`}</dt>
        <dd>
          {roles?.map((role) => (
            <Badge key={role} variant="default" size="lg" tt="none">
              {role}
            </Badge>
          ))}
          <span className={classes.hint}>
            {roles ? (
              roles.length > 0 ? (
                t`a named set of permissions`
              ) : (
                t`none: nobody has given you one yet`
              )
            ) : (
              <Trans>
                This site does not know your roles: it has no directory of people, and your ID token
                does not tell. Whoever runs it sets <code translate="no">DIRECTORY</code>, or lets
                the login server write them into the ID token as{" "}
                <code translate="no">{config.claimsNamespace}roles</code> (the setting{" "}
                <code translate="no">CLAIMS_NAMESPACE</code>).
              </Trans>
            )}
          </span>
        </dd>
      </dl>
    </Panel>
  );
}
