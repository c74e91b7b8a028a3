/** A collection at a glance: how much there is, and the way in. */
import { Skeleton } from "@mantine/core";
import { errorMessage } from "@/ui/errorMessages";
import { formatCount, formatYear } from "@/ui/format";
import { LinkCard } from "@/ui/LinkCard";

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
    <LinkCard to={to} title={title}>
      {summary && formatList(summary, noun)}
      {!summary && error && `${errorMessage(error).title}.`}
      {!summary && !error && <Skeleton height={24} width="70%" />}
    </LinkCard>
  );
}

function formatList(summary: NonNullable<Props["summary"]>, noun: string): string {
  const { total, first_year, last_year } = summary;
  const count = `${formatCount(total)} ${noun}`;
  if (first_year == null || last_year == null) return count;
  return `${count}, from ${formatYear(first_year)} to ${formatYear(last_year)}`;
}
