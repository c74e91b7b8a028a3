/** The house: header, menu, and the page in the middle. */
import { Burger, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { ExpiredDialog } from "./ExpiredDialog";
import { GrantAnnouncer } from "./GrantAnnouncer";
import { Header } from "./Header";
import { Menu } from "./Menu";
import { OfflineBanner } from "./OfflineBanner";
import { PageGuard } from "./PageGuard";
import { PersonMenu } from "./PersonMenu";
import { RouteFocus } from "./RouteFocus";
import classes from "./Shell.module.css";

export function Shell() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  // A chosen place closes the drawer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what triggers it
  useEffect(close, [pathname]);

  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to the page
      </a>
      <Header
        before={
          <Burger
            hiddenFrom="sm"
            opened={isOpen}
            onClick={open}
            color="gray.2"
            size="sm"
            aria-label="Open the menu"
          />
        }
      >
        <PersonMenu />
      </Header>
      <Drawer opened={isOpen} onClose={close} size={280} title="Menu">
        <Menu />
      </Drawer>
      <OfflineBanner />
      <div className={classes.columns}>
        <div className={classes.menu}>
          <Menu />
        </div>
        <main id="content" className={classes.main} tabIndex={-1}>
          <PageGuard />
        </main>
      </div>
      <RouteFocus />
      <GrantAnnouncer />
      <ExpiredDialog />
    </div>
  );
}
