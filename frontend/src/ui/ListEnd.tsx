/** The foot of a list: how much is shown, and the way to more. */
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import type { Rows } from "@/api/pages";
import { announce } from "./announce";
import classes from "./ListEnd.module.css";
import { counted } from "./numbers";

interface Props {
  list: Pick<Rows<unknown>, "hasMore" | "isLoadingMore" | "loadMore">;
  shown: number;
  total: number | undefined;
  noun: { one: string; many: string };
  children: ReactNode;
}

export function ListEnd({ list, shown, total, noun, children }: Props) {
  const sentence = countInWords(shown, total, list.hasMore, noun);
  const before = useRef(shown);
  useEffect(() => {
    if (shown > before.current) announce(sentence);
    before.current = shown;
  }, [shown, sentence]);

  return (
    <div className={classes.end}>
      <span>{sentence}</span>
      {list.hasMore && (
        <Button variant="default" loading={list.isLoadingMore} onClick={list.loadMore}>
          More {noun.many}
        </Button>
      )}
      <span className={classes.tools}>{children}</span>
    </div>
  );
}

function countInWords(
  shown: number,
  total: number | undefined,
  hasMore: boolean,
  noun: Props["noun"],
) {
  if (hasMore && total !== undefined) return `${counted(shown)} of ${counted(total)} ${noun.many}`;
  if (hasMore) return `The first ${counted(shown)} ${noun.many}`;
  return `${counted(shown)} ${shown === 1 ? noun.one : noun.many}`;
}
