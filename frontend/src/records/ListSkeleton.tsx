/** Holds the place of a list that is coming, in its size. */
import { Skeleton, VisuallyHidden } from "@mantine/core";

interface Props {
  isDesktop: boolean;
  noun: { many: string };
}

const ROWS = Array.from({ length: 12 }, (_, index) => index);

export function ListSkeleton({ isDesktop, noun }: Props) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Fetching the {noun.many}</VisuallyHidden>
      {ROWS.map((row) => (
        <Skeleton key={row} height={isDesktop ? 40 : 100} mb={isDesktop ? 1 : 8} radius={4} />
      ))}
    </div>
  );
}
