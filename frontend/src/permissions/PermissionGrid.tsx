/** Every permission there is, one API a row and one action a column: to read, or to choose from. */

import { Trans } from "@lingui/react/macro";
import { Skeleton, VisuallyHidden } from "@mantine/core";
import type { CSSProperties } from "react";
import type { Permission, PermissionOrigin } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { useCanGrant } from "@/session/useCanGrant";
import { usePermissions } from "@/session/usePermissions";
import classes from "./PermissionGrid.module.css";
import { ProblemPanel } from "./ProblemPanel";
import { greyedOut } from "./sentences";
import { Ticket } from "./Ticket";

interface Props {
  label: string;
  held: readonly string[];
  /** What a screen reader hears of a ticket that cannot be changed: "Employees hold it". */
  says: (isHeld: boolean) => string;
  /** What was held before anything was changed, and can be put back by everybody. */
  saved?: readonly string[];
  /** Whether what was held before may be taken. */
  mayTake?: boolean;
  /** Left out for those who may not change it. */
  onChange?: ((held: Permission[]) => void) | undefined;
}

export function PermissionGrid({ label, held, says, saved = [], mayTake = true, onChange }: Props) {
  const mayGive = useCanGrant();
  const { data: mine } = usePermissions();
  const { data: access, error, refetch } = useAccess();
  if (!access && error) return <ProblemPanel error={error} retry={() => void refetch()} />;
  if (!access || !mine) return <Skeleton height={200} aria-busy="true" />;

  const entries = access.permissions;
  const resources = [...new Set(entries.map(({ resource }) => resource))];
  const actions = [...new Set(entries.map(({ action }) => action))];
  const change = (name: Permission, isHeld: boolean) =>
    onChange?.(
      entries
        .map((entry) => entry.name)
        .filter((each) => (each === name ? isHeld : held.includes(each))),
    );
  const isLocked = (name: Permission) =>
    saved.includes(name) ? !mayTake : !held.includes(name) && !mayGive(name);

  const grid = (
    // On a phone it scrolls sideways; without boxes inside the frame itself takes the focus for it.
    <div className={classes.frame} {...(!onChange && { tabIndex: 0 })}>
      <table
        className={classes.grid}
        aria-label={label}
        style={
          { "--letters": Math.max(...entries.map(({ name }) => name.length)) } as CSSProperties
        }
      >
        <thead>
          <tr>
            <td />
            {actions.map((action) => (
              <th key={action} scope="col">
                {action}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {resources.map((resource) => (
            <tr key={resource}>
              <th scope="row">
                {mine.resources.find(({ name }) => name === resource)?.title ?? resource}
              </th>
              {actions.map((action) => (
                <td key={action}>
                  <Cell
                    entry={entries.find((e) => e.resource === resource && e.action === action)}
                    held={held}
                    says={says}
                    isLocked={isLocked}
                    onChange={onChange && change}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <div className={classes.place} data-wide>
      {grid}
      {onChange && entries.some(({ name }) => isLocked(name)) && (
        <p className={classes.locked}>{greyedOut()}</p>
      )}
    </div>
  );
}

interface CellProps extends Pick<Props, "held" | "says"> {
  /** Undefined where the API has no such action. */
  entry: PermissionOrigin | undefined;
  /** Whether the reader may not give it. */
  isLocked: (name: Permission) => boolean;
  onChange: ((name: Permission, isHeld: boolean) => void) | undefined;
}

function Cell({ entry, held, says, isLocked, onChange }: CellProps) {
  if (!entry)
    return (
      <span className={classes.none}>
        <span aria-hidden="true">–</span>
        <VisuallyHidden>
          <Trans>none</Trans>
        </VisuallyHidden>
      </span>
    );
  const { name } = entry;
  const isHeld = held.includes(name);
  if (!onChange) return <Ticket name={name} held={isHeld} says={says(isHeld)} />;
  return (
    <label className={classes.choice}>
      <input
        type="checkbox"
        checked={isHeld}
        disabled={isLocked(name)}
        onChange={(event) => onChange(name, event.currentTarget.checked)}
      />
      <Ticket name={name} held={isHeld} says={null} />
    </label>
  );
}
