/** The title of a row as the link to its record. After the way back from there it has the focus again. */
import { Link } from "@tanstack/react-router";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import type { RecordId } from "./collection";

interface Props {
  to: string;
  id: RecordId;
  /** The row that was opened when the list was left. */
  opened: RefObject<RecordId | undefined>;
  onOpen: (id: RecordId) => void;
  children: ReactNode;
}

export function RowLink({ to, id, opened, onOpen, children }: Props) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (opened.current !== id) return;
    // After the page, which has the focus first; whoever went on from there is left alone.
    const timer = setTimeout(() => {
      const { activeElement, body } = document;
      const isUntouched = activeElement === body || activeElement?.id === "content";
      if (isUntouched) link.current?.focus({ preventScroll: true });
      opened.current = undefined;
    });
    return () => clearTimeout(timer);
  }, [id, opened]);
  return (
    <Link ref={link} to={to} params={{ id: String(id) }} onClick={() => onOpen(id)}>
      {children}
    </Link>
  );
}
