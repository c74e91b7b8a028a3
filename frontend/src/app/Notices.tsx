/** The notices in the corner. Each waits while somebody is at it, and its button is the first of the
 * page for the keyboard. */
import { t } from "@lingui/core/macro";
import { VisuallyHidden } from "@mantine/core";
import { type FocusEvent, useEffect, useState } from "react";
import { closeNotice, type Notice, useNotices } from "@/ui/notices";
import { sendBeforeLeaving } from "./leaving";
import classes from "./Notices.module.css";

export function Notices() {
  const notices = useNotices();
  const newest = notices.findLast(({ button }) => button);
  useEffect(() => {
    const undo = (event: KeyboardEvent) => {
      // Rights and roles have their Undo on their own pages.
      const button = document.querySelector<HTMLElement>("[data-undo]");
      if (!isUndo(event) || !(newest || button)) return;
      event.preventDefault();
      if (newest) press(newest);
      else button?.click();
    };
    window.addEventListener("keydown", undo);
    return () => window.removeEventListener("keydown", undo);
  }, [newest]);
  useEffect(sendBeforeLeaving, []);
  return (
    <div className={classes.place}>
      {/* Always there, so that a screen reader hears what comes into it. */}
      <div role="status" className={classes.notices}>
        {notices.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </div>
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { id, words, detail, seconds, button, onTimeout } = notice;
  const [left, setLeft] = useState(seconds ?? 0);
  const [isHeld, setHeld] = useState(false);
  // It may be told to be over before its time.
  const isOver = seconds !== null && (left <= 0 || seconds === 0);

  useEffect(() => {
    if (seconds === null || isHeld || isOver) return;
    const timer = setInterval(() => setLeft((now) => now - 1), 1000);
    return () => clearInterval(timer);
  }, [seconds, isHeld, isOver]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is over is so once
  useEffect(() => {
    if (isOver) void Promise.resolve(onTimeout?.()).finally(() => closeNotice(id));
  }, [isOver]);

  const leave = ({ currentTarget, relatedTarget }: FocusEvent) =>
    setHeld(currentTarget.contains(relatedTarget));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while somebody is at it
    <div
      className={classes.notice}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={leave}
    >
      <div className={classes.text}>
        {/* A screen reader hears the whole time once, and not each second of it. */}
        <p aria-hidden="true">{words(left)}</p>
        <VisuallyHidden>{words(seconds ?? 0)}</VisuallyHidden>
        {detail && <p className={classes.detail}>{detail}</p>}
      </div>
      <button
        type="button"
        className={classes.button}
        disabled={isOver}
        {...(button && { "aria-keyshortcuts": "Control+Z" })}
        onClick={() => press(notice)}
      >
        {button?.label ?? t`Close`}
      </button>
      {seconds !== null && button && (
        <span
          className={classes.left}
          data-held={isHeld}
          style={{ width: `${(100 * left) / seconds}%` }}
        />
      )}
    </div>
  );
}

/** The button goes with its notice, and the focus would go with it. */
function press({ id, button }: Notice): void {
  closeNotice(id);
  document.getElementById("content")?.focus({ preventScroll: true });
  void button?.act();
}

/** Ctrl+Z or its like, where it is not about text. */
function isUndo(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
  const isText =
    target instanceof Element && target.closest("input, textarea, select, [role=dialog]");
  return key.toLowerCase() === "z" && (ctrlKey || metaKey) && !shiftKey && !altKey && !isText;
}
