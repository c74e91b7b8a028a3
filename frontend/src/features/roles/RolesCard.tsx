/** The roles on the start page. */
import { LinkCard } from "@/ui/LinkCard";

export default function RolesCard() {
  return (
    <LinkCard to="/roles" title="Roles">
      Which tickets go together, and who has them.
    </LinkCard>
  );
}
