/** The bar at the top: the name of the house and, when known, who is in it. */
import type { ReactNode } from "react";
import { Brand } from "./Brand";
import { ColorSchemeToggle } from "./ColorSchemeToggle";
import classes from "./Header.module.css";
import { LanguageChoice } from "./LanguageChoice";

interface Props {
  /** What opens the menu on a phone. */
  before?: ReactNode;
  /** What finds any place of the site. */
  search?: ReactNode;
  /** Where nobody is known, the language is chosen here; else among what is theirs. */
  children?: ReactNode;
}

export function Header({ before, search, children }: Props) {
  return (
    <header className={classes.header}>
      <div className={classes.inner}>
        {before}
        <Brand />
        <div className={classes.end}>
          {search}
          <ColorSchemeToggle />
          {children ?? <LanguageChoice />}
        </div>
      </div>
    </header>
  );
}
