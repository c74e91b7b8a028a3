/** The people who have a role, with the way to each. */
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { ListFooter } from "@/records/ListFooter";
import { useCan } from "@/session/usePermissions";
import { Panel } from "@/ui/Panel";
import { useMembers } from "./api";
import classes from "./RoleMembers.module.css";

export function RoleMembers({ id, total }: { id: string; total: number }) {
  const list = useMembers(id);
  const isOpenable = useCan("read:users");
  const { rows, error } = list;
  if (!rows && error) return <ProblemPanel error={error} retry={list.retry} />;
  if (!rows) return <Skeleton height={80} aria-busy="true" />;
  if (rows.length === 0) return <Panel>Nobody yet.</Panel>;
  return (
    <>
      <ul className={classes.members} aria-label="Who has this role">
        {rows.map((member) => {
          const name = member.name.trim() || member.username;
          return (
            <li key={member.id}>
              {isOpenable ? (
                <Link to="/people/$id" params={{ id: member.id }}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </li>
          );
        })}
      </ul>
      <ListFooter
        list={list}
        shown={rows.length}
        total={total}
        noun={{ one: "person", many: "people" }}
      >
        {null}
      </ListFooter>
    </>
  );
}
