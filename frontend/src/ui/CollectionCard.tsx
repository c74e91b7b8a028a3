/** A collection at a glance: how much there is, and the way in. */
import { Skeleton } from "@mantine/core";
import { DoorCard } from "./DoorCard";
import { wordsFor } from "./errorWords";
import { counted, yearInWords } from "./numbers";

interface Props {
  to: string;
  title: string;
  noun: string;
  summary: { total: number; first_year?: number | null; last_year?: number | null } | undefined;
  /** Why there is no summary. */
  error: Error | null;
}

export function CollectionCard({ to, title, noun, summary, error }: Props) {
  return (
    <DoorCard to={to} title={title}>
      {summary && inWords(summary, noun)}
      {!summary && error && `${wordsFor(error).title}.`}
      {!summary && !error && <Skeleton height={24} width="70%" />}
    </DoorCard>
  );
}

function inWords(summary: NonNullable<Props["summary"]>, noun: string): string {
  const { total, first_year, last_year } = summary;
  const count = `${counted(total)} ${noun}`;
  if (first_year == null || last_year == null) return count;
  return `${count}, from ${yearInWords(first_year)} to ${yearInWords(last_year)}`;
}
