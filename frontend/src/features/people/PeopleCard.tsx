/** The people on the start page. */
import { DoorCard } from "@/ui/DoorCard";

export default function PeopleCard() {
  return (
    <DoorCard to="/people" title="People">
      Who may come in, which tickets they hold, and why.
    </DoorCard>
  );
}
