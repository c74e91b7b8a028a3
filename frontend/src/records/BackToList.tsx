/** The way back to a list, narrowed down as it was when it was left. */
import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { ArrowLeftIcon } from "@/ui/icons";
import classes from "./BackToList.module.css";
import { lastKey, lastSearch, placeOf } from "./places";

interface Props {
  /** Of the collection. */
  name: string;
  noun: { many: string };
  /** The address of the list, where it is not called as the collection is. */
  to?: string;
}

export function BackToList({ name, noun, to = `/${name}` }: Props) {
  const leftAs = lastKey(name);
  return (
    <Link
      to={to}
      search={lastSearch(name)}
      state={{ leftAs }}
      // The list itself goes to where it was left.
      resetScroll={!placeOf(leftAs)}
      className={classes.back}
    >
      <ArrowLeftIcon /> {t`Back to the ${noun.many}`}
    </Link>
  );
}
