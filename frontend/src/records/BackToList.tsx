/** The way back to a list, narrowed down as it was when it was left. */
import { Link } from "@tanstack/react-router";
import { ArrowLeftIcon } from "@/ui/icons";
import classes from "./BackToList.module.css";
import { lastSearch } from "./lastSearch";

interface Props {
  /** Of the collection. */
  name: string;
  noun: { many: string };
  /** The address of the list, where it is not called as the collection is. */
  to?: string;
}

export function BackToList({ name, noun, to = `/${name}` }: Props) {
  return (
    <Link to={to} search={lastSearch(name)} className={classes.back}>
      <ArrowLeftIcon /> Back to the {noun.many}
    </Link>
  );
}
