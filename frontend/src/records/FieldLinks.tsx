/** The values of a field, each leading to the records of the list that have it too. */
import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import classes from "./FieldLinks.module.css";
import { type Field, searchFor, showValue } from "./fields";
import { describe, fieldValue } from "./resource";

interface Props {
  /** Where the list is. */
  to: string;
  record: object;
  name: string;
  field: Field;
}

/** Words alone where no list can be narrowed down to the value. */
export function FieldLinks({ to, record, name, field }: Props): ReactNode {
  const value = fieldValue(record, name);
  const words = describe(record, [name, field]);
  const values = (Array.isArray(value) ? value : [value]).filter(isLeading);
  const first = values[0];
  if (first === undefined || !words || !searchFor(name, field, first)) return words;
  const isNarrowed = field.filter !== undefined;
  const links = values.map((each) => {
    const shown = Array.isArray(value) ? String(each) : showValue(field, each);
    return (
      <Link
        key={each}
        to={to}
        search={searchFor(name, field, each) as never}
        className={isNarrowed && field.kind === "list" ? classes.chip : classes.quiet}
        title={t`All with ${shown}`}
      >
        {shown}
      </Link>
    );
  });
  if (isNarrowed) return <span className={classes.chips}>{links}</span>;
  return links.map((link, index) => (
    <Fragment key={link.key}>
      {index > 0 && ", "}
      {link}
    </Fragment>
  ));
}

function isLeading(value: unknown): value is string | number {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}
