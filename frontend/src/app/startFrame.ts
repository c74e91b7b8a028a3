/** The outline of the page that its HTML brings (index.html), until there is something in its place. */
import { useLayoutEffect } from "react";

export const startFrame = () => document.getElementById("frame");

/** Takes the outline away in the same paint as what is drawn with this. */
export function useInPlaceOfFrame(isDrawn = true): void {
  useLayoutEffect(() => {
    if (isDrawn) startFrame()?.remove();
  }, [isDrawn]);
}
