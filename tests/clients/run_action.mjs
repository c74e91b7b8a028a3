// Runs an Action of Auth0 as its post-login trigger does, with the tenant's https address led to a server
// here and, for some requests, another answer or none. Reads what to do as JSON, says what came of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { code, site, event, kept = {}, faults = [] } = JSON.parse(readFileSync(0, "utf8"));
const tenant = `https://${event.secrets.DOMAIN}`;
const done = { claims: {}, access: {}, denied: null, logged: [], asked: [], kept };

const realFetch = globalThis.fetch;
globalThis.fetch = async (url, options) => {
  const path = url.replace(tenant, "");
  done.asked.push(path);
  const fault = faults.find((each) => path.includes(each.at) && (each.times ?? 1) > 0);
  if (fault) {
    fault.times = (fault.times ?? 1) - 1;
    if (fault.hangs) {
      await new Promise((_, reject) => options.signal.addEventListener("abort", () => reject(options.signal.reason)));
    }
    const headers = fault.reset === undefined ? {} : { "x-ratelimit-reset": `${Math.floor(Date.now() / 1000) + fault.reset}` };
    return new Response(fault.body ?? "{}", { status: fault.status ?? 200, headers });
  }
  const body = options.body && new URLSearchParams(`${options.body}`.replaceAll(encodeURIComponent(tenant), encodeURIComponent(site)));
  return realFetch(site + path, { ...options, body });
};

for (const level of ["log", "error", "warn"]) console[level] = (text) => done.logged.push(String(text));
const api = {
  cache: {
    get: (key) => (key in done.kept ? { value: done.kept[key] } : undefined),
    set: (key, value, { ttl }) => {
      done.kept[key] = value;
      done.ttl = ttl;
      return { type: "success" };
    },
    delete: (key) => (delete done.kept[key], { type: "success" }),
  },
  access: { deny: (reason) => (done.denied = reason) },
  idToken: { setCustomClaim: (name, value) => (done.claims[name] = value) },
  accessToken: { setCustomClaim: (name, value) => (done.access[name] = value) },
};

const action = {};
new Function("exports", "require", code)(action, createRequire(import.meta.url));
const begin = Date.now();
const alive = setInterval(() => {}, 1000); // A time-out alone keeps no process.
await action.onExecutePostLogin(event, api);
clearInterval(alive);
done.took = Date.now() - begin;
process.stdout.write(JSON.stringify(done));
