/** The tickets somebody lacks, API by API, and who can give them. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useSeeAs } from "@/permissions/SeeAs";
import { whoCanGrant } from "@/permissions/sentences";
import { Tickets } from "@/permissions/Tickets";
import type { PermissionOrigin } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { usePermissions } from "@/session/usePermissions";
import { Section } from "@/ui/Section";
import classes from "./HomePage.module.css";

interface Props {
  /** Where there is nothing else to show. */
  isWide?: boolean;
}

export function HomeMissing({ isWide = false }: Props) {
  const { data: access } = useAccess();
  const { data: mine } = usePermissions();
  const { seen } = useSeeAs();
  // What is told of each ticket is about the one who looks, whoever's eyes they look through.
  const isMissing = ({ name, held }: PermissionOrigin) =>
    seen ? !seen.permissions.includes(name) : held === false;
  const missing = access?.permissions.filter(isMissing) ?? [];
  const resources = mine?.resources.filter(({ name }) =>
    missing.some(({ resource }) => resource === name),
  );
  if (!resources || resources.length === 0) return null;
  const who = whoCanGrant(access);
  return (
    <Section title={t`What you lack`}>
      <div className={classes.panel}>
        <p>
          {who
            ? t`Ask ${who} for what you need.`
            : t`The people who run this site can give you these.`}
        </p>
        <div className={classes.missing} data-wide={isWide}>
          {resources.map(({ name, title }) => (
            <div key={name}>
              <h3>{title}</h3>
              <Tickets
                label={t`What you lack for ${title}`}
                names={missing.filter(({ resource }) => resource === name).map((one) => one.name)}
                held={false}
              />
            </div>
          ))}
        </div>
        <p>
          <Link to="/access">
            <Trans>See what each of them opens</Trans>
          </Link>
        </p>
      </div>
    </Section>
  );
}
