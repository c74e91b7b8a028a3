/** The way back to a list. */
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";
import classes from "./BackLink.module.css";
import { ArrowLeftIcon } from "./icons";

function Back({ children, ...anchor }: AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...anchor} className={classes.back}>
      <ArrowLeftIcon /> {children}
    </a>
  );
}

export const BackLink = createLink(Back);
