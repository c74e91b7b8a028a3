/** The name of the house, and the way home. */
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import classes from "./Brand.module.css";

export function Brand() {
  return (
    <Link to="/" className={classes.brand}>
      <Trans>
        <svg aria-hidden="true" width="30" height="20" viewBox="0 0 30 20">
          <path
            className={classes.paper}
            d="M2 1h26a1 1 0 0 1 1 1v5a3 3 0 0 0 0 6v5a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1v-5a3 3 0 0 0 0-6V2a1 1 0 0 1 1-1z"
          />
          <path className={classes.perforation} d="M20.5 3v14" />
        </svg>
        Usher
      </Trans>
    </Link>
  );
}
