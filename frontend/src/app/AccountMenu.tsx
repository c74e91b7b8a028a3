/** Who is here, and what is theirs. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { useSession } from "@/session/SessionContext";
import { usePerson } from "@/session/usePermissions";
import { ChevronDownIcon, PersonIcon } from "@/ui/icons";
import classes from "./AccountMenu.module.css";
import { LanguageChoice } from "./LanguageChoice";
import { leave } from "./leaving";

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
        <VisuallyHidden>
          <Trans>: your account</Trans>
        </VisuallyHidden>
        <ChevronDownIcon />
      </UnstyledButton>
      {/* The browser opens and closes it; on another page it is closed again. */}
      <div key={pathname} id="account" popover="auto" className={classes.places}>
        <Link to="/access">
          <Trans>My access</Trans>
        </Link>
        {config.account && (
          <>
            <a href={config.account.password}>
              <Trans>Password</Trans>
            </a>
            <a href={config.account.mfa}>
              <Trans>Two-step login</Trans>
            </a>
          </>
        )}
        <LanguageChoice />
        <button type="button" onClick={() => void leave(logout)}>
          <Trans>Log out</Trans>
        </button>
      </div>
    </>
  );
}

function rolesInWords(roles: string[] | null): string {
  if (!roles) return t`roles not known`;
  return roles.length > 0 ? roles.join(", ") : t`no role`;
}
