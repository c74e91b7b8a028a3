/** What stands above a list: how many rows there are, where to jump, and how they are drawn. */
import { t } from "@lingui/core/macro";
import { useLocalStorage } from "@mantine/hooks";
import { type ReactNode, useEffect, useRef } from "react";
import { announce } from "@/ui/announce";
import { formatCount } from "@/ui/format";
import { ComfortIcon, CoversIcon, RowsIcon } from "@/ui/icons";
import classes from "./ListTools.module.css";
import type { Noun, View } from "./ResultList";

/** How lists are drawn, as it was chosen last. */
export function useView(hasPictures: boolean) {
  const [view, setView] = useLocalStorage<View>({
    key: "usher-view",
    // In dense rows a picture is too small to say anything. It is kept at once, also by lists without.
    defaultValue: "comfortable",
    getInitialValueInEffect: false,
  });
  return [hasPictures ? view : "dense", setView] as const;
}

interface Props {
  /** "About 36,301 films"; undefined until it is known. */
  count: string | undefined;
  /** What was asked for; undefined while the answer to another question is shown. */
  asked: string | undefined;
  children?: ReactNode;
}

export function ListTools({ count, asked, children }: Props) {
  const said = useRef("");
  useEffect(() => {
    if (asked === undefined || !count) return;
    // Another filter may leave as many. The first count comes with the page, whose title is said.
    const answer = `${asked} ${count}`;
    if (said.current && said.current !== answer) announce(count);
    said.current = answer;
  }, [count, asked]);
  return (
    <div className={classes.tools}>
      <strong className={classes.count}>{count}</strong>
      {children}
    </div>
  );
}

interface ViewProps {
  view: View;
  onView: (view: View) => void;
  isDesktop: boolean;
}

/** How rows with pictures are drawn. */
export function ViewChoice({ view, onView, isDesktop }: ViewProps) {
  const views: [View, string, ReactNode][] = [
    ["dense", isDesktop ? t`Dense rows` : t`Cards`, <RowsIcon key="dense" />],
    ["comfortable", t`Roomy rows`, <ComfortIcon key="comfortable" />],
    ["covers", t`Covers`, <CoversIcon key="covers" />],
  ];
  const offered = views.filter(([each]) => each !== "comfortable" || isDesktop);
  // On a phone rows are cards, however roomy they are on a desk.
  const current = !isDesktop && view === "comfortable" ? "dense" : view;
  return (
    // biome-ignore lint/a11y/useSemanticElements: A fieldset is for the fields of a form.
    <div role="group" aria-label={t`How the list is drawn`} className={classes.views}>
      {offered.map(([each, label, icon]) => (
        <button
          key={each}
          type="button"
          aria-label={label}
          title={label}
          aria-pressed={each === current}
          onClick={() => onView(each)}
        >
          {icon}
        </button>
      ))}
    </div>
  );
}

export interface Total {
  count: number;
  exact: boolean;
}

export function countInWords({ count, exact }: Total, noun: Noun): string {
  const figure = formatCount(count);
  if (!exact) return t`About ${figure} ${noun.many}`;
  return t`${figure} ${count === 1 ? noun.one : noun.many}`;
}
