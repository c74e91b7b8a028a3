/** Who would gain and lose what: people by name, tickets drawn. */
import { plural, t } from "@lingui/core/macro";
import { nobodyWouldHold } from "@/permissions/sentences";
import { Tickets } from "@/permissions/Tickets";
import type { Permission } from "@/session/types";
import { formatCount, formatList } from "@/ui/format";
import classes from "./AffectedPeople.module.css";
import type { Affected, RolePreview } from "./api";

export function AffectedPeople({ preview }: { preview: RolePreview }) {
  const { gains, losses, without_holder: withoutHolder } = preview;
  if (gains.length + losses.length === 0) {
    return (
      <p>{t`Nobody gains or loses a ticket: they hold it another way too, or may not log in.`}</p>
    );
  }
  return (
    <>
      {losses.map((affected) => (
        <Line key={affected.permissions.join()} affected={affected} isLoss />
      ))}
      {gains.map((affected) => (
        <Line key={affected.permissions.join()} affected={affected} isLoss={false} />
      ))}
      {nobodyWouldHold(withoutHolder).map((words) => (
        <p key={words} className={classes.warning}>
          {words}
        </p>
      ))}
    </>
  );
}

function Line({ affected, isLoss }: { affected: Affected; isLoss: boolean }) {
  const { count } = affected;
  const who = peopleOf(affected);
  const words = isLoss
    ? plural(count, { one: `${who} loses:`, other: `${who} lose:` })
    : plural(count, { one: `${who} gains:`, other: `${who} gain:` });
  return (
    <div className={classes.line}>
      <p>{words}</p>
      <Tickets
        label={words}
        names={affected.permissions as Permission[]}
        held={!isLoss}
        says={null}
      />
    </div>
  );
}

/** "Robin, Alfred and 8 others". */
function peopleOf({ names, count }: Affected): string {
  const others = count - names.length;
  const many = formatCount(others);
  if (others <= 0) return formatList(names);
  return formatList([...names, plural(others, { one: "1 other", other: `${many} others` })]);
}
