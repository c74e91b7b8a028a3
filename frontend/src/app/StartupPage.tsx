/** The page's outline while a session is looked for. */
import { Skeleton } from "@mantine/core";
import { Header } from "./Header";
import classes from "./Shell.module.css";

export function StartupPage() {
  return (
    <div className={classes.shell}>
      <title>Usher</title>
      <Header />
      <div className={classes.columns}>
        <div className={classes.menu} />
        <main className={classes.main} aria-busy="true" aria-label="Looking for your session">
          <Skeleton height={32} width={180} mb={24} />
          <Skeleton height={160} />
        </main>
      </div>
    </div>
  );
}
