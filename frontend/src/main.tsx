/** Starts the page: reads what it must know at run time, then draws it. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@/ui/styles";
import { App } from "@/app/App";
import { StartupError } from "@/app/StartupError";
import { ThemeProvider } from "@/app/ThemeProvider";
import { loadConfig } from "@/session/config";
import { loadClient } from "@/session/loadClient";

const root = createRoot(document.getElementById("root") as HTMLElement);

async function start(): Promise<void> {
  const config = await loadConfig();
  const client = await loadClient(config);
  root.render(
    <StrictMode>
      <ThemeProvider>
        <App config={config} client={client} />
      </ThemeProvider>
    </StrictMode>,
  );
}

start().catch((reason: Error) =>
  root.render(
    <ThemeProvider>
      <StartupError reason={reason} />
    </ThemeProvider>,
  ),
);
