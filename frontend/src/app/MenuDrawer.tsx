/** The menu beside the page, over it. */
import { t } from "@lingui/core/macro";
import "@mantine/core/styles/Paper.css";
import "@mantine/core/styles/Overlay.css";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Drawer.css";
import { CloseButton, Drawer } from "@mantine/core";
import { Menu } from "./Menu";
import classes from "./MobileMenu.module.css";

export function MenuDrawer({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  return (
    <Drawer.Root opened={isOpen} onClose={close} size={280}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={t`Menu`}>
        <Drawer.Body className={classes.body}>
          <CloseButton size="lg" aria-label={t`Close the menu`} onClick={close} />
          <Menu />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
