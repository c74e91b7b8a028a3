/** A word of the field, with the way to where it is explained. */
import { Link } from "@tanstack/react-router";

interface Props {
  /** The place of its entry in the glossary of "How it works": /how#permission. */
  id: string;
  children: string;
}

export function GlossaryLink({ id, children }: Props) {
  return (
    <Link to="/how" hash={id}>
      {children}
    </Link>
  );
}
