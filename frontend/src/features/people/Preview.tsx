/** The tickets a change gives and takes, drawn. The sentence beside it says the same. */
import { Tickets } from "@/permissions/Tickets";
import type { Difference } from "./words";

/** More would hide what they are chosen from. */
const MOST = 6;

export function Preview({ gained, lost }: Difference) {
  if (gained.length + lost.length > MOST) return null;
  return (
    // It is said in words already, and heard once is enough.
    <div aria-hidden="true">
      {gained.length > 0 && <Tickets label="Gained" names={gained} held says={null} />}
      {lost.length > 0 && <Tickets label="Lost" names={lost} held={false} says={null} />}
    </div>
  );
}
