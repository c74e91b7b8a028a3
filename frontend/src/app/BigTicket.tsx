/** The picture at the door: an access token drawn as what it is, a ticket. */
import { Ticket } from "@/permissions/Ticket";
import classes from "./BigTicket.module.css";

export function BigTicket() {
  return (
    <div className={classes.ticket} aria-hidden="true">
      <div className={classes.body}>
        <p className={classes.kind}>Access token</p>
        <dl className={classes.claims}>
          <dt>sub</dt>
          <dd>who you are</dd>
          <dt>aud</dt>
          <dd>which door it opens</dd>
          <dt>exp</dt>
          <dd>until when</dd>
          <dt>permissions</dt>
          <dd className={classes.permissions}>
            <Ticket name="list:movies" held />
            <Ticket name="read:movies" held />
            <Ticket name="edit:movies" held={false} />
          </dd>
        </dl>
      </div>
      <div className={classes.stub}>Admit one</div>
    </div>
  );
}
