/** Whether somebody may log in; who may not stands out. */
import classes from "./State.module.css";
import { stateInWords } from "./words";

export function State({ isActive }: { isActive: boolean }) {
  return (
    <span data-closed={!isActive || undefined} className={classes.state}>
      {stateInWords(isActive)}
    </span>
  );
}
