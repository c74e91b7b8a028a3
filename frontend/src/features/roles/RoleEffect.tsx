/** Whom a change of what a role gives concerns, and how; the preview is undefined until it has come. */
import { t } from "@lingui/core/macro";
import { AffectedPeople } from "@/directory/AffectedPeople";
import type { RolePreview } from "@/directory/api";
import { peopleInWords } from "./words";

interface Props {
  members: number;
  preview: RolePreview | undefined;
}

export function RoleEffect({ members, preview }: Props) {
  if (members === 0) return <p>{t`Nobody has this role, so nobody is affected.`}</p>;
  if (preview) return <AffectedPeople preview={preview} />;
  const people = peopleInWords(members);
  return <p>{t`Looking up whom this affects, among ${people}.`}</p>;
}
