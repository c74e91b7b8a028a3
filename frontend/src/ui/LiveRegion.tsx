/** The one place on the page that a screen reader listens to. */
import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { onAnnouncement } from "./announce";

export function LiveRegion() {
  const [sentence, setSentence] = useState("");
  useEffect(() => onAnnouncement(setSentence), []);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {sentence}
    </VisuallyHidden>
  );
}
