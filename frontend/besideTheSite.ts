/** `npm run dev`: Vite serves the app's modules, and a running `./run demo` everything else. */
import type { Plugin } from "vite";

// As project/spa.py has it: what belongs to the APIs and the provider.
const OWNED =
  "^/(api|me|gateway|bff|u|authorize|oauth|oidc|userinfo|v2|[.]well-known|admin|static|language)(/|$|[?])";

/** Take the addresses from the environment, else from the project's .env, else as ./run demo has them. */
export function besideTheSite(env: Record<string, string>): Plugin {
  const site = env.SITE_URL || `http://localhost:${env.PORT || 8000}`;
  const here = new URL(env.SPA_DEV_URL || "http://localhost:5200");
  return {
    name: "beside-the-site",
    apply: "serve",
    config: () => ({
      server: {
        host: here.hostname,
        port: Number(here.port),
        strictPort: true, // the provider answers logins at this port alone
        proxy: {
          // It answers under the site's own name alone; its cookie serves every port of a host.
          "^/bff/": { target: site, changeOrigin: true },
          [OWNED]: { target: site },
        },
      },
    }),
    configureServer: ({ middlewares }) => {
      middlewares.use("/config.json", async (_request, response) => {
        try {
          const config = await (await fetch(`${site}/config.json`)).json();
          response.setHeader("Content-Type", "application/json");
          response.end(JSON.stringify({ ...config, redirectUri: `${here.origin}/callback` }));
        } catch {
          response.statusCode = 502;
          response.end(`No site answers at ${site}. Start it first: ./run demo`);
        }
      });
    },
  };
}
