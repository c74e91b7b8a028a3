/** Leads back to a form that was left before it was saved. */
import { Trans } from "@lingui/react/macro";
import { Link, useLocation } from "@tanstack/react-router";
import { useUnsavedForms } from "@/drafts/useUnsavedForms";
import { useSeeAs } from "@/permissions/SeeAs";
import classes from "./UnsavedForms.module.css";

export function UnsavedForms() {
  const { pathname } = useLocation();
  const forms = useUnsavedForms().filter(({ path }) => path !== pathname);
  const { seen } = useSeeAs();
  // Another person's page is drawn without what is one's own.
  if (seen || forms.length === 0) return null;
  return (
    <p className={classes.note} role="status">
      <Trans>Not saved yet:</Trans>{" "}
      {forms.map(({ path, page }, index) => (
        <span key={path}>
          {index > 0 && ", "}
          <Link to={path}>{page}</Link>
        </span>
      ))}
    </p>
  );
}
