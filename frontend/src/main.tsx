/** Starts the page: looks for the session at once, while the pages come that are shown with it. */
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { failToStart } from "@/app/failToStart";
import { activated } from "@/i18n/activate";
import { loadConfig } from "@/session/config";
import { loadTokenHolder } from "@/session/loadTokenHolder";

const fail = (reason: unknown) => void failToStart(reason as Error, newRoot);
const newRoot = () =>
  createRoot(document.getElementById("root") as HTMLElement, { onUncaughtError: fail });

async function start(): Promise<void> {
  await activated;
  const config = await loadConfig();
  const holder = await loadTokenHolder(config);
  // A transition is drawn in slices, so that a slow phone still answers meanwhile.
  startTransition(() =>
    newRoot().render(
      <StrictMode>
        <App config={config} holder={holder} />
      </StrictMode>,
    ),
  );
}

start().catch(fail);
