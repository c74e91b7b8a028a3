/** A dialog over the page: a title, a message, and what to do about it. */
import "@mantine/core/styles/Paper.css";
import "@mantine/core/styles/Overlay.css";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Dialog.module.css";

interface Props {
  isOpen: boolean;
  title: string;
  /** Left out where the person has to decide before going on. */
  onClose?: () => void;
  children: ReactNode;
}

export function Dialog({ isOpen, title, onClose, children }: Props) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose ?? (() => undefined)}
      closeOnEscape={onClose !== undefined}
      onExitTransitionEnd={keepFocusOnPage}
      centered
    >
      <Modal.Overlay backgroundOpacity={0.55} />
      <Modal.Content>
        <Modal.Body className={classes.body}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** In milliseconds: the dialog gives the focus back a moment after it is closed, and leaves it alone
 * where it finds it elsewhere. Without motion it is gone from the page before that moment. */
const RETURN_MS = 50;

/** The focus goes back to where it came from; to the page where that could not take it, such as a
 * button that was busy meanwhile. */
function keepFocusOnPage(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.getElementById("content")?.focus();
  }, RETURN_MS);
}
