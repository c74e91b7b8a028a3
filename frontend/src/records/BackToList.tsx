/** The way back to a list, narrowed down as it was when it was left. */
import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { ArrowLeftIcon } from "@/ui/icons";
import { TruncatedText } from "@/ui/TruncatedText";
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

/** From a form to the page of what it changes. */
export function BackToRecord({ to, title }: { to: string; title: string | undefined }) {
  return (
    <Link to={to} className={classes.back}>
      <ArrowLeftIcon /> {title ? <TruncatedText>{t`Back to ${title}`}</TruncatedText> : t`Back`}
    </Link>
  );
}
