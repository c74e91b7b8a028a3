/** An API on the start page: what one holds of it, and where that leads. */
import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { Tickets } from "@/permissions/Tickets";
import type { Permission } from "@/session/types";
import { usePermissions } from "@/session/usePermissions";
import classes from "./ApiCard.module.css";

interface Props {
  /** As the server names it. */
  name: string;
  title: string;
  text: ReactNode;
  /** Links to what can be done there. */
  children: ReactNode;
}

export function ApiCard({ name, title, text, children }: Props) {
  const { data: mine } = usePermissions();
  const granted = mine?.resources.find((one) => one.name === name)?.granted ?? [];
  const held = granted.map((action) => `${action}:${name}` as Permission);
  return (
    <article className={classes.card}>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.text}>{text}</p>
      <Tickets label={t`Tickets for ${title}`} names={held} held />
      <p className={classes.ways}>{children}</p>
    </article>
  );
}
