/** A name for each content that a form sends, so that sending it again makes nothing twice. */
import { useCallback, useRef } from "react";

/** The same key for the same content, however often its answer got lost; a new one after a change. */
export function useIdempotencyKey(): (content: unknown) => string {
  const last = useRef({ content: "", key: "" });
  return useCallback((sent: unknown) => {
    const content = JSON.stringify(sent);
    if (content !== last.current.content) {
      last.current = { content, key: crypto.randomUUID() };
    }
    return last.current.key;
  }, []);
}
