/** Leads back to a form that was left before it was saved, or throws away what was put into it. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { UnstyledButton } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { takeDraftAway, type UnsavedForm } from "@/drafts/drafts";
import { useUnsavedForms } from "@/drafts/useUnsavedForms";
import { useSeeAs } from "@/permissions/SeeAs";
import { offerUndo } from "@/records/offerUndo";
import classes from "./UnsavedForms.module.css";

export function UnsavedForms() {
  const { pathname } = useLocation();
  const forms = useUnsavedForms().filter(({ path }) => path !== pathname);
  const { seen } = useSeeAs();
  // Another person's page is drawn without what is one's own.
  if (seen || forms.length === 0) return null;
  return (
    <div className={classes.note} role="status">
      <Trans>Not saved yet:</Trans>
      {forms.map((form) => (
        <span key={form.path} className={classes.form}>
          <Link to={form.path}>{form.page}</Link>
          <UnstyledButton
            className={classes.away}
            aria-label={t`Throw away: ${form.page}`}
            onClick={() => throwAway(form)}
          >
            <Trans>Throw away</Trans>
          </UnstyledButton>
        </span>
      ))}
    </div>
  );
}

function throwAway({ path, page }: UnsavedForm): void {
  const putBack = takeDraftAway(path);
  offerUndo(t`Thrown away: ${page}`, async () => putBack());
  // The button that was pressed goes, and the focus would go with it.
  document.getElementById("content")?.focus({ preventScroll: true });
}
