/** The text of a field that tells others of it only when typing pauses. */
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

const PAUSE_MS = 300;

export function useDebouncedText(value: string, onChange: (text: string) => void) {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  const [seen, setSeen] = useState(value);
  const tell = useDebouncedCallback((next: string) => {
    setTold(next);
    onChange(next);
  }, PAUSE_MS);

  if (value !== seen) {
    setSeen(value);
    // It changed elsewhere: the back button, or "Clear the filters".
    if (value !== told) {
      setTold(value);
      setText(value);
    }
  }

  const change = (next: string) => {
    setText(next);
    tell(next);
  };
  return [text, change] as const;
}
