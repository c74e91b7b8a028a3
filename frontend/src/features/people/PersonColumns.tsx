/** How one person looks in the list, on a desk and on a phone. */
import { Link } from "@tanstack/react-router";
import { RowCard } from "@/ui/RowCard";
import type { Column } from "@/ui/RowTable";
import { RowTitle } from "@/ui/RowTitle";
import { Ticket } from "@/ui/Ticket";
import type { Person } from "./api";
import classes from "./PersonColumns.module.css";
import { nameOf, stateInWords } from "./words";

/** As many tickets as a row has room for. */
const SHOWN = 2;

/** The name leads to the person for those who may open the page. */
function Name({ person, isOpenable }: { person: Person; isOpenable: boolean }) {
  if (!isOpenable) return nameOf(person);
  return (
    <Link to="/people/$id" params={{ id: person.id }}>
      {nameOf(person)}
    </Link>
  );
}

export function personColumns(isOpenable: boolean): Column<Person>[] {
  return [
    {
      header: "Name",
      width: "24%",
      cell: (person) => (
        <RowTitle picture={null} title={nameOf(person)}>
          <Name person={person} isOpenable={isOpenable} />
        </RowTitle>
      ),
    },
    { header: "Username", width: "16%", cell: ({ username }) => username },
    { header: "Roles", width: "20%", cell: ({ roles }) => roles.join(", ") || "no role" },
    { header: "Given directly", cell: (person) => <Direct person={person} /> },
    { header: "State", width: "11rem", cell: ({ active }) => stateInWords(active) },
  ];
}

function Direct({ person }: { person: Person }) {
  const { permissions } = person;
  if (permissions.length === 0) return <span className={classes.none}>none</span>;
  const more = permissions.length - SHOWN;
  return (
    <span className={classes.direct}>
      {permissions.slice(0, SHOWN).map((name) => (
        <Ticket key={name} name={name} held says={null} />
      ))}
      {more > 0 && ` and ${more} more`}
    </span>
  );
}

export function PersonCard({ person, isOpenable }: { person: Person; isOpenable: boolean }) {
  return (
    <RowCard
      picture={null}
      title={nameOf(person)}
      heading={<Name person={person} isOpenable={isOpenable} />}
      lines={[
        person.roles.join(", ") || "no role",
        person.permissions.join(", "),
        person.active ? "" : stateInWords(false),
      ]}
    />
  );
}
