import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "@/ui/Page";

export const Route = createLazyRoute("/access")({ component: AccessPage });

function AccessPage() {
  return <Page title="My access">…</Page>;
}
