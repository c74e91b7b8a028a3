/** The people on the start page. */
import { LinkCard } from "@/ui/LinkCard";

export default function PeopleCard() {
  return (
    <LinkCard to="/people" title="People">
      Who may come in, which tickets they hold, and why.
    </LinkCard>
  );
}
