/** All of a person's rights at once: every ticket by its API, held or missing, by what, and who gave it. */

import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { Ticket } from "@/permissions/Ticket";
import type { Permission, PermissionOrigin } from "@/session/types";
import { useCan, usePermissions } from "@/session/usePermissions";
import classes from "./Rights.module.css";
import { type NamedRole, type Right, type Source, sameMissing, wouldGive } from "./rightsOf";

interface Props {
  name: string;
  entries: readonly PermissionOrigin[];
  rights: readonly Right[];
  /** Who may not log in holds nothing of what they were given. */
  isActive: boolean;
  /** What was given before anything was changed; the same without a change. */
  before: readonly Right[];
  /** Left out for those who may not change it. */
  direct?: {
    isLocked: (permission: Permission) => boolean;
    onChange: (permission: Permission, isGiven: boolean) => void;
  };
}

export function Rights({ name, entries, rights, isActive, before, direct }: Props) {
  const { data: mine } = usePermissions();
  const resources = [...new Set(entries.map(({ resource }) => resource))];
  return (
    <div className={classes.apis}>
      {resources.map((resource) => {
        const title = mine?.resources.find((each) => each.name === resource)?.title ?? resource;
        const own = rights.filter((right) => right.name.endsWith(`:${resource}`));
        const given = own.filter(({ sources }) => sources.length > 0).length;
        return (
          <section key={resource} className={classes.api} aria-label={title}>
            <header className={classes.head}>
              <h3>
                <a href={`/api/docs/#/${resource}`} title={t`Read about this API`}>
                  {title}
                </a>
              </h3>
              <span className={classes.count}>
                {isActive ? given : 0} / {own.length}
                {!isActive && given > 0 && `, ${waiting(given)}`}
              </span>
              {direct && <span className={classes.column}>{t`Give directly`}</span>}
            </header>
            <ul className={classes.rights} aria-label={t`Tickets of ${name}: ${title}`}>
              {own.map((right, at) => (
                <RightRow
                  key={right.name}
                  right={right}
                  above={own[at - 1]}
                  alike={own.filter((each) => sameMissing(each, right))}
                  isActive={isActive}
                  was={before.find((each) => each.name === right.name)}
                  direct={direct}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

const waiting = (count: number) => plural(count, { one: "# waits", other: "# wait" });

interface RowProps extends Pick<Props, "direct" | "isActive"> {
  right: Right;
  /** What is told of the ticket above is not told again. */
  above: Right | undefined;
  /** Those that are missing as this one is, itself among them. */
  alike: readonly Right[];
  was: Right | undefined;
}

function RightRow({ right, above, alike, was, isActive, direct }: RowProps) {
  const { name, sources } = right;
  const isGiven = sources.length > 0;
  const wasGiven = (was?.sources.length ?? 0) > 0;
  const isDirect = sources.some(({ role }) => role === null);
  return (
    <li
      className={classes.right}
      data-change={isGiven === wasGiven ? undefined : isGiven ? "gained" : "lost"}
    >
      <Ticket
        name={name}
        held={isGiven && isActive}
        says={isGiven && isActive ? t`held` : t`missing`}
      />
      <span className={classes.why} data-given={isGiven}>
        {isGiven ? (
          sources.map((source) => (
            <Why key={source.role?.id ?? ""} source={source} above={above?.sources ?? []} />
          ))
        ) : (
          <span className={classes.missing}>
            {alike[0] === right && wouldGive(right, alike.length)}
          </span>
        )}
      </span>
      {direct && (
        <label className={classes.direct}>
          <input
            type="checkbox"
            aria-label={name}
            checked={isDirect}
            disabled={direct.isLocked(name)}
            onChange={(event) => direct.onChange(name, event.currentTarget.checked)}
          />
        </label>
      )}
    </li>
  );
}

function Why({ source: { role, giving }, above }: { source: Source; above: readonly Source[] }) {
  const isTold = above.some((other) => other.role?.id === role?.id && other.giving === giving);
  return (
    <span className={classes.source}>
      {role === null ? (
        <Trans>given directly</Trans>
      ) : (
        <Trans>
          through <RoleName role={role} />
        </Trans>
      )}
      {giving && !isTold && <span className={classes.giving}>{giving}</span>}
    </span>
  );
}

function RoleName({ role: { id, name } }: { role: NamedRole }) {
  if (!useCan("read:roles")) return name;
  return (
    <Link to="/roles/$id" params={{ id }}>
      {name}
    </Link>
  );
}
