/** The picture at the door: permissions drawn as what they are here, two tickets held and one missing. */
import { t } from "@lingui/core/macro";
import classes from "./BigTickets.module.css";

const TICKETS = [
  { name: "list:movies", words: t`See the films`, from: t`through the role Employees`, held: true },
  { name: "write:books", words: t`Add a book`, from: t`given by name`, held: true },
  { name: "delete:movies", words: t`Delete a film`, from: t`missing: ask Batman`, held: false },
];

export function BigTickets() {
  return (
    <ul className={classes.tickets} aria-hidden="true">
      {TICKETS.map(({ name, words, from, held }) => (
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
