/** The roles on the start page. */
import { DoorCard } from "@/ui/DoorCard";

export default function RolesCard() {
  return (
    <DoorCard to="/roles" title="Roles">
      Which tickets go together, and who has them.
    </DoorCard>
  );
}
