/** Who is here, and what is theirs. */
import { Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useSession } from "@/session/SessionContext";
import { usePerson } from "@/session/usePermissions";
import { ChevronDownIcon, PersonIcon } from "@/ui/icons";
import classes from "./AccountMenu.module.css";

export function AccountMenu() {
  const { name, roles } = usePerson();
  const { config, logout } = useSession();
  return (
    <Menu
      position="bottom-end"
      width={220}
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <PersonIcon />
          <span className={classes.name}>{name}</span>
          <span className={classes.roles}>{rolesInWords(roles)}</span>
          <VisuallyHidden>: your account</VisuallyHidden>
          <ChevronDownIcon />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/access">
          My access
        </Menu.Item>
        {config.account && (
          <>
            <Menu.Item component="a" href={config.account.password}>
              Password
            </Menu.Item>
            <Menu.Item component="a" href={config.account.mfa}>
              Two-step login
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Item onClick={logout}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function rolesInWords(roles: string[] | null): string {
  if (!roles) return "roles not known";
  return roles.length > 0 ? roles.join(", ") : "no role";
}
