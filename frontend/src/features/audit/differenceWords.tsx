/** How the trail says what a change did: tickets are drawn, roles lead to their pages. */
import { Link } from "@tanstack/react-router";
import { Ticket } from "@/permissions/Ticket";
import type { DifferenceWords } from "@/records/Differences";
import type { Item } from "@/records/differencesOf";
import { useCan } from "@/session/usePermissions";
import { fieldInWords, valueInWords } from "./words";

export const WORDS: DifferenceWords = {
  field: fieldInWords,
  value: valueInWords,
  item: (field, item, isAdded) => {
    if (/^permissions?$/.test(field)) return <Ticket name={item.text} held={isAdded} says={null} />;
    return field === "roles" ? <Role item={item} /> : item.text;
  },
};

function Role({ item: { id, text } }: { item: Item }) {
  const mayOpen = useCan("read:roles");
  if (!id || !mayOpen) return text;
  return (
    <Link to="/roles/$id" params={{ id }}>
      {text}
    </Link>
  );
}
