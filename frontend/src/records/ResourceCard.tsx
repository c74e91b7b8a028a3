/** A resource at a glance, on the start page: how many records there are, and what one can do. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { can, usePermissions } from "@/session/usePermissions";
import { errorMessage } from "@/ui/errorMessages";
import { formatCount, formatYear, withArticle } from "@/ui/format";
import { ApiCard } from "./ApiCard";
import { type Resource, type Summary, useSummary } from "./resource";

export function ResourceCard({ resource }: { resource: Resource }) {
  const { name, title, noun, summary } = resource;
  const { data, error } = useSummary(resource);
  const { data: mine } = usePermissions();
  return (
    <ApiCard
      name={name}
      title={title}
      text={
        <>
          {!summary && t`All the ${noun.many} there are, to look through and search.`}
          {data && countInWords(data, noun.many)}
          {!data && error && `${errorMessage(error).title}.`}
          {summary && !data && !error && <Skeleton component="span" height={24} width="70%" />}
        </>
      }
    >
      <Link to={`/${name}` as string}>
        <Trans>Look through the {noun.many}</Trans>
      </Link>
      {can(mine, `write:${name}`) && (
        <Link to={`/${name}/new` as string}>{t`Add ${withArticle(noun.one)}`}</Link>
      )}
    </ApiCard>
  );
}

function countInWords({ total, first_year, last_year }: Summary, noun: string): string {
  const count = formatCount(total);
  if (typeof first_year !== "number" || typeof last_year !== "number") return t`${count} ${noun}`;
  const [first, last] = [formatYear(first_year), formatYear(last_year)];
  return t`${count} ${noun}, from ${first} to ${last}`;
}
