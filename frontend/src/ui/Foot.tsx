/** The end of a page: what is last to be said, and what takes away, far from what is pressed often. */
import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Foot.module.css";
import { TruncatedText } from "./TruncatedText";

export function Foot({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>;
}

interface Props extends Pick<ButtonProps, "disabled"> {
  onClick: () => void;
  children: string;
}

/** Quiet, and unlike what saves. */
export function DrasticButton({ children, ...props }: Props) {
  return (
    <Button variant="subtle" size="sm" className={classes.drastic ?? ""} {...props}>
      <TruncatedText>{children}</TruncatedText>
    </Button>
  );
}
