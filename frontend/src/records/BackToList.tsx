/** The way back to a list, narrowed down as it was when it was left. */
import { BackLink } from "@/ui/BackLink";
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
    <BackLink to={to} search={lastSearch(name)}>
      Back to the {noun.many}
    </BackLink>
  );
}
