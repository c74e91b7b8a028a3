/** The one place on the page that a screen reader listens to. */
import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { onAnnouncement } from "./announce";

export function LiveRegion() {
  const [sentence, setSentence] = useState("");
  useEffect(
    () =>
      // The same once more would be no change, and nobody would hear it.
      onAnnouncement((next) => setSentence((said) => (said === next ? `${next}\u00a0` : next))),
    [],
  );
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {sentence}
    </VisuallyHidden>
  );
}
