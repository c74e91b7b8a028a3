/** On a phone the menu comes in from the side, fetched when somebody reaches for it. */
import { t } from "@lingui/core/macro";
import { Burger } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";

const fetchDrawer = () => import("./MenuDrawer");
const MenuDrawer = lazy(() => fetchDrawer().then((drawer) => ({ default: drawer.MenuDrawer })));

export function MobileMenu() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [wasOpened, setOpened] = useState(false);
  const { pathname } = useLocation();
  // A chosen place closes the drawer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what triggers it
  useEffect(close, [pathname]);

  return (
    <>
      <Burger
        hiddenFrom="sm"
        opened={isOpen}
        onPointerDown={() => void fetchDrawer().catch(() => undefined)}
        onClick={() => {
          setOpened(true);
          open();
        }}
        color="gray.2"
        size="sm"
        aria-label={t`Open the menu`}
      />
      {wasOpened && (
        <Suspense>
          <MenuDrawer isOpen={isOpen} close={close} />
        </Suspense>
      )}
    </>
  );
}
