/** Says beside a button why what it does was not done. The button was busy meanwhile and lost the
 * focus, so this takes it. */
import { useEffect, useRef } from "react";
import focus from "@/ui/focus.module.css";
import { ProblemPanel } from "./ProblemPanel";

export function ActionProblem({ error }: { error: Error }) {
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each failure is told anew
  useEffect(() => place.current?.focus(), [error]);
  return (
    <div ref={place} tabIndex={-1} className={focus.place}>
      <ProblemPanel error={error} />
    </div>
  );
}
