/** The parts of a long page in reading order, each with its place in the address: /how#mistakes. */
import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./PageParts.module.css";

export interface Part {
  id: string;
  label: string;
  content: ReactNode;
}

export function PageParts({ parts }: { parts: readonly Part[] }) {
  return (
    <>
      <nav aria-label={t`On this page`}>
        <ul className={classes.parts}>
          {parts.map(({ id, label }) => (
            <li key={id}>
              <Link to="." hash={id}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {parts.map(({ id, content }) => (
        <div key={id} id={id} className={classes.part}>
          {content}
        </div>
      ))}
    </>
  );
}
