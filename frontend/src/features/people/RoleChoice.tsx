/** The roles a person may be given, each with what it gives. */
import type { Role } from "./api";
import classes from "./RoleChoice.module.css";

interface Props {
  roles: readonly Role[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

export function RoleChoice({ roles, chosen, onChange }: Props) {
  const change = (name: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, name] : chosen.filter((each) => each !== name));
  return (
    <fieldset className={classes.roles}>
      <legend className={classes.legend}>Roles</legend>
      {roles.length === 0 && <p>There are no roles yet.</p>}
      {roles.map(({ id, name, permissions }) => (
        <label key={id} className={classes.role}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) => change(name, event.currentTarget.checked)}
            aria-describedby={`gives-${id}`}
          />
          <span className={classes.name}>{name}</span>
          <span id={`gives-${id}`} className={classes.gives} aria-hidden="true">
            {permissions.join(", ") || "gives nothing yet"}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
