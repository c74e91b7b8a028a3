/** Who is here, and what is theirs. */
import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { useSession } from "@/session/SessionContext";
import { usePerson } from "@/session/usePermissions";
import { ChevronDownIcon, PersonIcon } from "@/ui/icons";
import classes from "./AccountMenu.module.css";

export function AccountMenu() {
  const { name, roles } = usePerson();
  const { config, logout } = useSession();
  const { pathname } = useLocation();
  return (
    <>
      <UnstyledButton className={classes.target} popoverTarget="account">
        <PersonIcon />
        <span className={classes.name}>{name}</span>
        <span className={classes.roles}>{rolesInWords(roles)}</span>
        <VisuallyHidden>: your account</VisuallyHidden>
        <ChevronDownIcon />
      </UnstyledButton>
      {/* The browser opens and closes it; on another page it is closed again. */}
      <div key={pathname} id="account" popover="auto" className={classes.places}>
        <Link to="/access">My access</Link>
        {config.account && (
          <>
            <a href={config.account.password}>Password</a>
            <a href={config.account.mfa}>Two-step login</a>
          </>
        )}
        <button type="button" onClick={logout}>
          Log out
        </button>
      </div>
    </>
  );
}

function rolesInWords(roles: string[] | null): string {
  if (!roles) return "roles not known";
  return roles.length > 0 ? roles.join(", ") : "no role";
}
