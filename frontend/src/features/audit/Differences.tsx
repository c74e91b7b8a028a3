/** What an entry changed: what came and went as − and +, and of any other field what it was and is. */
import { t } from "@lingui/core/macro";
import { Plural } from "@lingui/react/macro";
import { VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Ticket } from "@/permissions/Ticket";
import { useCan } from "@/session/usePermissions";
import classes from "./Differences.module.css";
import { type Difference, type Item, isNothing, valueText } from "./differencesOf";
import { answerInWords, fieldInWords } from "./words";

/** As many as a row shows. What is beyond stands in the details. */
const FEW = 3;
const FEW_ITEMS = 6;

interface Props {
  differences: readonly Difference[];
  /** Shortened, for a row. */
  brief?: boolean;
}

export function Differences({ differences, brief = false }: Props) {
  const shown = brief ? differences.slice(0, FEW) : differences;
  const rest = differences.length - shown.length;
  return (
    <dl className={classes.list} data-brief={brief || undefined}>
      {shown.map((difference) => (
        <div key={difference.field} className={classes.field}>
          <dt>{fieldInWords(difference.field)}</dt>
          <dd>
            {difference.kind === "items" ? (
              <Items difference={difference} brief={brief} />
            ) : (
              <Values difference={difference} />
            )}
          </dd>
        </div>
      ))}
      {rest > 0 && (
        <div className={classes.field}>
          <dt className={classes.more}>
            <Plural value={rest} one="and # more field" other="and # more fields" />
          </dt>
        </div>
      )}
    </dl>
  );
}

function Items({
  difference: { field, removed, added },
  brief,
}: {
  difference: Extract<Difference, { kind: "items" }>;
  brief: boolean;
}) {
  const all = [
    ...removed.map((item) => ({ item, sign: "−" as const })),
    ...added.map((item) => ({ item, sign: "+" as const })),
  ];
  const shown = brief ? all.slice(0, FEW_ITEMS) : all;
  const rest = all.length - shown.length;
  return (
    <ul className={classes.items}>
      {shown.map(({ item, sign }) => (
        <li key={`${sign}${item.id ?? item.text}`} className={classes.item} data-sign={sign}>
          <span aria-hidden="true" className={classes.sign}>
            {sign}
          </span>
          <VisuallyHidden>{sign === "+" ? t`added:` : t`removed:`} </VisuallyHidden>
          <OneItem field={field} item={item} isAdded={sign === "+"} />
        </li>
      ))}
      {rest > 0 && (
        <li className={classes.more}>
          <Plural value={rest} one="and # more" other="and # more" />
        </li>
      )}
    </ul>
  );
}

function OneItem({ field, item, isAdded }: { field: string; item: Item; isAdded: boolean }) {
  const mayOpenRoles = useCan("read:roles");
  if (/^permissions?$/.test(field)) return <Ticket name={item.text} held={isAdded} says={null} />;
  if (item.id && field === "roles" && mayOpenRoles) {
    return (
      <Link to="/roles/$id" params={{ id: item.id }}>
        {item.text}
      </Link>
    );
  }
  return <span>{item.text}</span>;
}

function Values({ difference }: { difference: Extract<Difference, { kind: "value" }> }) {
  const { field, before, after } = difference;
  return (
    <span className={classes.values}>
      {!isNothing(before) && (
        <>
          <VisuallyHidden>{t`before:`} </VisuallyHidden>
          <del className={classes.before}>{valueInWords(field, before)}</del>
        </>
      )}
      {!isNothing(before) && <span aria-hidden="true"> → </span>}
      <VisuallyHidden> {t`after:`} </VisuallyHidden>
      <ins className={classes.after}>{valueInWords(field, after)}</ins>
    </span>
  );
}

function valueInWords(field: string, value: unknown): ReactNode {
  if (isNothing(value)) return <span className={classes.more}>{t`nothing`}</span>;
  if (typeof value === "boolean") return answerInWords(field, value);
  return valueText(value);
}
