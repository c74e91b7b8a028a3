/** The foot of a list: how much is shown, and the way to more. */
import { t } from "@lingui/core/macro";
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { announce } from "@/ui/announce";
import { formatCount } from "@/ui/format";
import classes from "./ListFooter.module.css";
import type { Rows } from "./usePages";

interface Props {
  list: Pick<Rows<unknown>, "hasMore" | "isLoadingMore" | "loadMore">;
  shown: number;
  total: number | undefined;
  noun: { one: string; many: string };
  children: ReactNode;
}

export function ListFooter({ list, shown, total, noun, children }: Props) {
  const sentence = shownInWords(shown, total, list.hasMore, noun);
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
          {t`More ${noun.many}`}
        </Button>
      )}
      <span className={classes.tools}>{children}</span>
    </div>
  );
}

function shownInWords(
  shown: number,
  total: number | undefined,
  hasMore: boolean,
  noun: Props["noun"],
) {
  if (hasMore && total !== undefined)
    return t`${formatCount(shown)} of ${formatCount(total)} ${noun.many}`;
  if (hasMore) return t`The first ${formatCount(shown)} ${noun.many}`;
  return `${formatCount(shown)} ${shown === 1 ? noun.one : noun.many}`;
}
