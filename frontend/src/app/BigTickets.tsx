/** The picture at the door: permissions drawn as what they are here, two tickets held and one missing. */
import { t } from "@lingui/core/macro";
import { withArticle } from "@/ui/format";
import classes from "./BigTickets.module.css";
import { RESOURCES } from "./features";

/** Those of the first resources. `isDemo`: whether its cast is known here. */
function ticketsOf(isDemo: boolean) {
  const [first, second = first] = RESOURCES;
  if (!first || !second) return [];
  const [one, other] = [withArticle(first.noun.one), withArticle(second.noun.one)];
  return [
    {
      name: `list:${first.name}`,
      words: t`See the ${first.noun.many}`,
      from: isDemo ? t`through the role Employees` : t`through a role`,
      held: true,
    },
    { name: `write:${second.name}`, words: t`Add ${other}`, from: t`given by name`, held: true },
    {
      name: `delete:${first.name}`,
      words: t`Delete ${one}`,
      from: isDemo ? t`missing: ask Batman` : t`missing`,
      held: false,
    },
  ];
}

export function BigTickets({ isDemo }: { isDemo: boolean }) {
  return (
    <ul className={classes.tickets} aria-hidden="true">
      {ticketsOf(isDemo).map(({ name, words, from, held }) => (
        <li key={name} className={classes.ticket} data-held={held}>
          <div className={classes.body}>
            <p className={classes.words}>{words}</p>
            <p className={classes.name} translate="no">
              {name}
            </p>
            <p className={classes.from}>{from}</p>
          </div>
          <div className={classes.stub}>{t`Admit one`}</div>
        </li>
      ))}
    </ul>
  );
}
