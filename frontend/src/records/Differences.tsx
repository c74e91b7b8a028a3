/** What a change did: what came and went as − and +, and of any other field what it was and is. */
import { t } from "@lingui/core/macro";
import { Plural } from "@lingui/react/macro";
import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Differences.module.css";
import { type Difference, type Item, isNothing } from "./differencesOf";

/** How fields are called and what they hold is said. */
export interface DifferenceWords {
  field: (name: string) => string;
  /** Of a value that is not nothing. */
  value: (field: string, value: unknown) => ReactNode;
  item: (field: string, item: Item, isAdded: boolean) => ReactNode;
}

/** As many as a row shows. What is beyond stands in the details. */
const FEW = 3;
const FEW_ITEMS = 6;

interface Props {
  differences: readonly Difference[];
  words: DifferenceWords;
  /** Shortened, for a row. */
  brief?: boolean;
}

export function Differences({ differences, words, brief = false }: Props) {
  const shown = brief ? differences.slice(0, FEW) : differences;
  const rest = differences.length - shown.length;
  return (
    <dl className={classes.list} data-brief={brief || undefined}>
      {shown.map((difference) => (
        <div key={difference.field} className={classes.field}>
          <dt>{words.field(difference.field)}</dt>
          <dd>
            {difference.kind === "items" ? (
              <Items difference={difference} words={words} brief={brief} />
            ) : brief ? (
              <BriefValues difference={difference} words={words} />
            ) : (
              <Values difference={difference} words={words} />
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

interface PartProps<Kind extends Difference["kind"]> {
  difference: Extract<Difference, { kind: Kind }>;
  words: DifferenceWords;
}

function Items({ difference, words, brief }: PartProps<"items"> & { brief: boolean }) {
  const { field, removed, added } = difference;
  const all = [
    ...removed.map((item) => ({ item, sign: "−" as const })),
    ...added.map((item) => ({ item, sign: "+" as const })),
  ];
  const shown = brief ? all.slice(0, FEW_ITEMS) : all;
  const rest = all.length - shown.length;
  return (
    <ul className={classes.items}>
      {shown.map(({ item, sign }) => (
        <Signed
          key={`${sign}${item.id ?? item.text}`}
          sign={sign}
          says={sign === "+" ? t`added:` : t`removed:`}
        >
          <span>{words.item(field, item, sign === "+")}</span>
        </Signed>
      ))}
      {rest > 0 && (
        <li className={classes.more}>
          <Plural value={rest} one="and # more" other="and # more" />
        </li>
      )}
    </ul>
  );
}

interface SignedProps {
  sign: "−" | "+";
  /** The sign, for those who hear it. */
  says: string;
  children: ReactNode;
}

function Signed({ sign, says, children }: SignedProps) {
  return (
    <li className={classes.item} data-sign={sign}>
      <span aria-hidden="true" className={classes.sign}>
        {sign}
      </span>
      <VisuallyHidden>{says} </VisuallyHidden>
      {children}
    </li>
  );
}

/** One below the other, for they may be long. */
function Values({ difference: { field, before, after }, words }: PartProps<"value">) {
  return (
    <ul className={classes.items} data-kind="values">
      {!isNothing(before) && (
        <Signed sign="−" says={t`before:`}>
          <span>{words.value(field, before)}</span>
        </Signed>
      )}
      {!isNothing(after) && (
        <Signed sign="+" says={t`after:`}>
          <span>{words.value(field, after)}</span>
        </Signed>
      )}
    </ul>
  );
}

function BriefValues({ difference: { field, before, after }, words }: PartProps<"value">) {
  return (
    <span className={classes.values}>
      {!isNothing(before) && (
        <>
          <VisuallyHidden>{t`before:`} </VisuallyHidden>
          <del className={classes.before}>{words.value(field, before)}</del>
          <span aria-hidden="true"> → </span>
        </>
      )}
      <VisuallyHidden> {t`after:`} </VisuallyHidden>
      <ins className={classes.after}>
        {isNothing(after) ? (
          <span className={classes.more}>{t`nothing`}</span>
        ) : (
          words.value(field, after)
        )}
      </ins>
    </span>
  );
}
