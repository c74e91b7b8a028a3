/** The page of a record that is on its way, or that could not be had. */
import { t } from "@lingui/core/macro";
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { statusOf } from "@/session/problem";
import { Page } from "@/ui/Page";

interface Props {
  /** What the record is called: "film". */
  noun: string;
  back: ReactNode;
  /** Null while it is on its way. */
  error: Error | null;
  retry: () => void;
}

export function RecordPlaceholder({ noun, back, error, retry }: Props) {
  return (
    <Page
      title={
        !error
          ? t`Fetching the ${noun}`
          : statusOf(error) === 404
            ? t`No such ${noun}`
            : t`This ${noun}`
      }
      above={statusOf(error) !== 404 && back}
    >
      {error ? (
        <RecordProblem error={error} back={back} retry={retry} />
      ) : (
        <Skeleton height={320} aria-busy="true" />
      )}
    </Page>
  );
}

/** One that is not there comes no sooner by asking again, so the way back is offered instead. */
export function RecordProblem({ error, back, retry }: Omit<Props, "noun"> & { error: Error }) {
  return <ProblemPanel error={error} {...(statusOf(error) === 404 ? { way: back } : { retry })} />;
}
