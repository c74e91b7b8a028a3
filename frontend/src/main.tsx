/** Starts the page: reads what it must know at run time, then draws it. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@/ui/styles";
import { App } from "@/app/App";
import { Look } from "@/app/Look";
import { NotStarted } from "@/app/NotStarted";
import { loadConfig } from "@/session/config";

const root = createRoot(document.getElementById("root") as HTMLElement);

loadConfig().then(
  (config) =>
    root.render(
      <StrictMode>
        <Look>
          <App config={config} />
        </Look>
      </StrictMode>,
    ),
  (reason: Error) =>
    root.render(
      <Look>
        <NotStarted reason={reason} />
      </Look>,
    ),
);
