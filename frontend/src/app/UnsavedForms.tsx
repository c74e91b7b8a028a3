/** Leads back to a form that was left before it was saved. */
import { Link, useLocation } from "@tanstack/react-router";
import { useUnsavedForms } from "@/drafts/useUnsavedForms";
import classes from "./UnsavedForms.module.css";

export function UnsavedForms() {
  const { pathname } = useLocation();
  const forms = useUnsavedForms().filter(({ path }) => path !== pathname);
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
