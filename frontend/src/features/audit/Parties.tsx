/** Who made a change and what was changed, each leading to its page where there is one to be opened. */
import { Link } from "@tanstack/react-router";
import { useResourceOf } from "@/records/ResourcesContext";
import type { Permission } from "@/session/types";
import { can, usePermissions } from "@/session/usePermissions";
import { actorName, capitalized } from "@/ui/format";
import type { Change, Entry } from "./api";
import classes from "./TrailRow.module.css";
import { kindInWords } from "./words";

export function Actor({ actor }: Pick<Entry | Change, "actor">) {
  const name = actorName(actor);
  const mine = usePermissions().data;
  // A person's sub has a bar in it; a command, a machine or the site itself has no page.
  const isPerson = actor.subject.includes("|");
  if (!isPerson || !can(mine, "read:users")) return <span className={classes.party}>{name}</span>;
  return (
    <Link to="/people/$id" params={{ id: actor.subject }} className={classes.party}>
      {name}
    </Link>
  );
}

export function TargetName({ target }: Pick<Entry, "target">) {
  const mine = usePermissions().data;
  const name =
    target.kind === "signing_key" ? <KeyName id={target.id} /> : target.name || target.id;
  const place = placeOf(target);
  const resource = useResourceOf(target.kind);
  // What has no address is a file of records, and none of them.
  const kind = resource && target.id ? resource.noun.one : kindInWords(target.kind);
  const isThere = place && can(mine, place.permission);
  return (
    <>
      {isThere ? (
        <Link to={place.to} params={{ id: target.id }} className={classes.party}>
          {name}
        </Link>
      ) : (
        <span className={classes.party}>{name}</span>
      )}
      {kind && <span className={classes.kind}> {capitalized(kind)}</span>}
    </>
  );
}

/** The first letters tell keys apart. */
function KeyName({ id }: { id: string }) {
  return (
    <code title={id} translate="no">
      {id.slice(0, 8)}
    </code>
  );
}

/** Where the page of something is, and what opens it; null for what has none. */
function placeOf({ kind, id }: Entry["target"]): { to: string; permission: Permission } | null {
  if (!id) return null;
  if (kind === "user") return { to: "/people/$id", permission: "read:users" };
  if (kind === "role") return { to: "/roles/$id", permission: "read:roles" };
  // A record's kind is its resource and its model: movies.movie.
  const [resource, model] = kind.split(".");
  return model ? { to: `/${resource}/$id`, permission: `read:${resource}` as Permission } : null;
}
