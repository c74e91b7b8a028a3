/** How one person looks in the list, on a desk and on a phone. */
import { Link } from "@tanstack/react-router";
import { TicketSummary } from "@/permissions/TicketSummary";
import { RowCard } from "@/records/RowCard";
import type { Column } from "@/records/RowTable";
import { RowTitle } from "@/records/RowTitle";
import type { Person } from "./api";
import classes from "./PersonColumns.module.css";
import { nameOf, stateInWords, theirRoles } from "./words";

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
      width: "22%",
      cell: (person) => (
        <RowTitle title={nameOf(person)}>
          <Name person={person} isOpenable={isOpenable} />
        </RowTitle>
      ),
    },
    { header: "Username", width: "13%", cell: ({ username }) => username },
    { header: "Roles", width: "18%", cell: (person) => theirRoles(person).join(", ") || "no role" },
    {
      header: "Given directly",
      cell: ({ permissions }) => <TicketSummary names={permissions} most={2} />,
    },
    { header: "State", width: "8rem", cell: ({ active }) => <State isActive={active} /> },
  ];
}

/** Who may not come in stands out. */
function State({ isActive }: { isActive: boolean }) {
  return (
    <span data-closed={!isActive || undefined} className={classes.state}>
      {stateInWords(isActive)}
    </span>
  );
}

export function PersonCard({ person, isOpenable }: { person: Person; isOpenable: boolean }) {
  return (
    <RowCard
      title={nameOf(person)}
      heading={<Name person={person} isOpenable={isOpenable} />}
      lines={[person.username, theirRoles(person).join(", ") || "no role"]}
    >
      {!person.active && <State isActive={false} />}
      {person.permissions.length > 0 && <TicketSummary names={person.permissions} most={2} />}
    </RowCard>
  );
}
