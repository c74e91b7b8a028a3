/** The first few records of a resource side by side, the newest where they have years. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCan } from "@/session/usePermissions";
import { formatYear } from "@/ui/format";
import { Poster } from "@/ui/Poster";
import { Section } from "@/ui/Section";
import { useCollection } from "./collection";
import classes from "./ResourceShelf.module.css";
import { type AnyRecord, fieldValue, pictureOf, type Resource } from "./resource";

const SHOWN = 6;

export function ResourceShelf({ resource }: { resource: Resource }) {
  const { name, noun } = resource;
  const canRead = useCan(`read:${name}`);
  const collection = useCollection(name);
  const year = yearOf(resource);
  const ordering = year ? `-${year}` : resource.ordering;
  const { data, error } = useQuery({
    queryKey: [name, "shelf"],
    queryFn: async ({ signal }) =>
      (await collection.list({ ordering, page_size: SHOWN }, undefined, signal)).results,
  });
  if (data?.length === 0 || (!data && error)) return null;
  const rows: AnyRecord[] | undefined = data;
  return (
    <Section title={year ? t`The newest ${noun.many}` : t`From the ${noun.many}`}>
      <ul className={classes.shelf}>
        {!rows &&
          Array.from({ length: SHOWN }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places that are all alike
            <li key={index}>
              <Skeleton className={classes.place ?? ""} />
            </li>
          ))}
        {rows?.map((row) => (
          <li key={row.id}>
            {canRead ? (
              <Link to={`/${name}/${row.id}` as string} className={classes.record}>
                <Item resource={resource} row={row} year={year} />
              </Link>
            ) : (
              <span className={classes.record}>
                <Item resource={resource} row={row} year={year} />
              </span>
            )}
          </li>
        ))}
      </ul>
      <p>
        <Link to={`/${name}` as string} search={{ ordering } as never}>
          <Trans>See all the {noun.many}</Trans>
        </Link>
      </p>
    </Section>
  );
}

interface ItemProps {
  resource: Resource;
  row: AnyRecord;
  year: string | undefined;
}

function Item({ resource, row, year }: ItemProps) {
  return (
    <>
      {resource.picture && <Poster picture={pictureOf(row)} title={row.title} size="grid" />}
      <span className={classes.title}>{row.title}</span>
      {year && <span className={classes.year}>{formatYear(fieldValue(row, year) as number)}</span>}
    </>
  );
}

/** The field that says how old a record is, where lists can be put in its order. */
function yearOf({ fields }: Resource): string | undefined {
  return Object.keys(fields).find((name) => fields[name]?.sortable && fields[name].kind === "year");
}
