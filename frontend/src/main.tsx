/** Starts the page: reads what it must know at run time, then draws it. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@/ui/styles";
import { App } from "@/app/App";
import { StartupError } from "@/app/StartupError";
import { ThemeProvider } from "@/app/ThemeProvider";
import { loadConfig } from "@/session/config";

const root = createRoot(document.getElementById("root") as HTMLElement);

loadConfig().then(
  (config) =>
    root.render(
      <StrictMode>
        <ThemeProvider>
          <App config={config} />
        </ThemeProvider>
      </StrictMode>,
    ),
  (reason: Error) =>
    root.render(
      <ThemeProvider>
        <StartupError reason={reason} />
      </ThemeProvider>,
    ),
);
