/** A resource at a glance, on the start page: how many records there are, and the way in. */
import { Skeleton } from "@mantine/core";
import { errorMessage } from "@/ui/errorMessages";
import { formatCount, formatYear } from "@/ui/format";
import { LinkCard } from "@/ui/LinkCard";
import { type Resource, type Summary, useSummary } from "./resource";

export function ResourceCard({ resource }: { resource: Resource }) {
  const { name, title, noun, summary } = resource;
  const { data, error } = useSummary(resource);
  return (
    <LinkCard to={`/${name}`} title={title}>
      {!summary && `All the ${noun.many} there are, to look through and search.`}
      {data && countInWords(data, noun.many)}
      {!data && error && `${errorMessage(error).title}.`}
      {summary && !data && !error && <Skeleton height={24} width="70%" />}
    </LinkCard>
  );
}

function countInWords({ total, first_year, last_year }: Summary, noun: string): string {
  const count = `${formatCount(total)} ${noun}`;
  if (typeof first_year !== "number" || typeof last_year !== "number") return count;
  return `${count}, from ${formatYear(first_year)} to ${formatYear(last_year)}`;
}
