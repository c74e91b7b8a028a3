/** On a phone the menu comes in from the side. */
import { Burger, CloseButton, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { Menu } from "./Menu";
import classes from "./MobileMenu.module.css";

export function MobileMenu() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  // A chosen place closes the drawer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what triggers it
  useEffect(close, [pathname]);

  return (
    <>
      <Burger
        hiddenFrom="sm"
        opened={isOpen}
        onClick={open}
        color="gray.2"
        size="sm"
        aria-label="Open the menu"
      />
      <Drawer.Root opened={isOpen} onClose={close} size={280}>
        <Drawer.Overlay />
        <Drawer.Content aria-label="Menu">
          <Drawer.Body className={classes.body}>
            <CloseButton size="lg" aria-label="Close the menu" onClick={close} />
            <Menu />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
