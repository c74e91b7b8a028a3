/** Who is logged in, and through which roles. */
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
      <h2>You are {name}</h2>
      <dl className={classes.facts}>
        <dt>Subject</dt>
        <dd>
          <code translate="no">{subject}</code>
          <span className={classes.hint}>the name the APIs know you by</span>
        </dd>
        {email && (
          <>
            <dt>E-mail</dt>
            <dd>{email}</dd>
          </>
        )}
        <dt>{roles?.length === 1 ? "Role" : "Roles"}</dt>
        <dd>
          {roles?.map((role) => (
            <Badge key={role} variant="default" size="lg" tt="none">
              {role}
            </Badge>
          ))}
          <span className={classes.hint}>
            {roles ? (
              roles.length > 0 ? (
                "a named set of permissions"
              ) : (
                "none: nobody has given you one yet"
              )
            ) : (
              <>
                This site does not know your roles: it has no directory of people, and your ID token
                does not tell. Whoever runs it sets <code translate="no">DIRECTORY</code>, or lets
                the login server write them into the ID token as{" "}
                <code translate="no">{config.claimsNamespace}roles</code> (the setting{" "}
                <code translate="no">CLAIMS_NAMESPACE</code>).
              </>
            )}
          </span>
        </dd>
      </dl>
    </Panel>
  );
}
