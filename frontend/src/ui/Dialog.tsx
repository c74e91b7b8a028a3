/** A dialog over the page: a title, a message, and what to do about it. */
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
