/** Draws Usher as this person would see it. */

import { t } from "@lingui/core/macro";
import { Button } from "@mantine/core";
import { useSeeAs } from "@/permissions/SeeAs";
import { personName } from "@/ui/format";
import { TruncatedText } from "@/ui/TruncatedText";
import type { PersonInFull } from "./api";
import { theirRoles } from "./words";

export function SeeAsButton({ person }: { person: PersonInFull }) {
  const { seen, start } = useSeeAs();
  if (seen) return null;
  const name = personName(person);
  const permissions = person.active ? person.held.map((each) => each.name) : [];
  return (
    <Button
      variant="default"
      onClick={() => start({ name, subject: person.id, roles: theirRoles(person), permissions })}
    >
      <TruncatedText>{t`See as ${name}`}</TruncatedText>
    </Button>
  );
}
