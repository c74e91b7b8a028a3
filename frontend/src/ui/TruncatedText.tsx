/** A text with a name in it, on a button: cut off where there is no room for all of it. */
import classes from "./TruncatedText.module.css";

export function TruncatedText({ children }: { children: string }) {
  return (
    <span className={classes.cut} title={children}>
      {children}
    </span>
  );
}
