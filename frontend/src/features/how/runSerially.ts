/** Lets the experiments of this page wait for each other, so that none is counted as another's. */

let last: Promise<unknown> = Promise.resolve();

export function runSerially<Result>(experiment: () => Promise<Result>): Promise<Result> {
  const mine = last.then(experiment, experiment);
  last = mine.catch(() => undefined);
  return mine;
}
