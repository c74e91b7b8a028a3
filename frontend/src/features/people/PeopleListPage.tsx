/** Everybody who may come in, and those who may no longer. */
import { createLazyRoute } from "@tanstack/react-router";
import { ListPage } from "@/records/ListPage";
import { SearchFilter } from "@/records/SearchFilter";
import { SelectFilter } from "@/records/SelectFilter";
import { useCan } from "@/session/usePermissions";
import { LinkButton } from "@/ui/LinkButton";
import { useAllRoles, usePeople } from "./api";
import { PersonCard, personColumns } from "./PersonColumns";
import type { PeopleSearch } from "./search";

export const Route = createLazyRoute("/people")({ component: PeopleListPage });

function PeopleListPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const isOpenable = useCan("read:users");
  const mayAdd = useCan("write:users");
  const { data: roles } = useAllRoles(useCan("list:roles"));
  const show = (changed: PeopleSearch) =>
    void navigate({ search: changed, replace: true, resetScroll: false });

  return (
    <ListPage
      title="People"
      noun={{ one: "person", many: "people" }}
      collection={usePeople()}
      search={search}
      onSearch={show}
      filters={
        <>
          <SearchFilter
            label="Search names"
            value={search.search}
            onChange={(value) => show({ ...search, search: value })}
          />
          {roles && (
            <SelectFilter
              label="Role"
              all="All roles"
              choices={roles.map(({ id, name }) => ({ value: id, label: name }))}
              value={search.role}
              onChange={(role) => show({ ...search, role })}
            />
          )}
        </>
      }
      columns={personColumns(isOpenable)}
      card={(person) => <PersonCard person={person} isOpenable={isOpenable} />}
      total={undefined}
      add={mayAdd && <LinkButton to="/people/new">Add a person</LinkButton>}
    />
  );
}
