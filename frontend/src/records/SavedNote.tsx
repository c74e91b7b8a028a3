/** What is to be said of a version that was just saved, above what it shows. */
import { Panel } from "@/ui/Panel";

export function SavedNote({ note }: { note: string | null | undefined }) {
  if (!note) return null;
  return (
    <Panel>
      <p>{note}</p>
    </Panel>
  );
}
