/** Leads back to a form that was left before it was saved. */
import { Link, useLocation } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { usePerson } from "@/session/mine";
import { onKeptTexts, unsavedForms } from "@/ui/keptText";
import classes from "./UnsavedForms.module.css";

export function UnsavedForms() {
  const { subject } = usePerson();
  const { pathname } = useLocation();
  const known = useSyncExternalStore(onKeptTexts, () => JSON.stringify(unsavedForms(subject)));
  const forms = (JSON.parse(known) as ReturnType<typeof unsavedForms>).filter(
    ({ path }) => path !== pathname,
  );
  if (forms.length === 0) return null;
  return (
    <p className={classes.note} role="status">
      Not saved yet:{" "}
      {forms.map(({ path, page }, index) => (
        <span key={path}>
          {index > 0 && ", "}
          <Link to={path}>{page}</Link>
        </span>
      ))}
    </p>
  );
}
