/**
 * Adds the roles and the permissions of who logs in to the ID token: all of them, or no claim at all.
 * And when they last proved who they are to the access token, where the tenant says it.
 *
 * NAMESPACE and AUDIENCES stand above, where this is exported. What goes wrong is logged at the tenant,
 * and the login goes on without the claims: no API looks at them, the app shows less.
 */

const TIME_FOR_ALL = 5000; // milliseconds, of the 20 s that all Actions of a login have
const PER_PAGE = 100; // the most that the Management API gives
const MOST_PAGES = 20; // a person holds 1,000 permissions at most, in each way
const TRIES = 2;
const TOKEN = "usher-management-token";

exports.onExecutePostLogin = async (event, api) => {
  if (event.client.metadata?.usher !== "true") return;
  const authTime = authTimeOf(event);
  // auth_time itself is a claim that a tenant leaves out, without a word, when it is set here.
  if (authTime) api.accessToken.setCustomClaim(`${NAMESPACE}auth_time`, authTime);
  // With an exchanged token comes no ID token.
  if (event.transaction?.protocol === "oauth2-token-exchange") return;
  try {
    const permissions = await permissionsOf(event.user.user_id, connection(event.secrets, api.cache));
    const roles = event.authorization?.roles;
    if (!Array.isArray(roles)) throw new Error("the tenant does not tell the roles");
    api.idToken.setCustomClaim(`${NAMESPACE}roles`, roles);
    api.idToken.setCustomClaim(`${NAMESPACE}permissions`, permissions);
  } catch (error) {
    console.error(`Usher: no claims in the ID token, as ${error.message}`);
  }
};

/** Seconds since 1970 of the last of what they proved in this session, null where that is not told. */
function authTimeOf(event) {
  const methods = event.authentication?.methods ?? [];
  const times = methods.map((method) => Date.parse(method.timestamp)).filter(Number.isFinite);
  return times.length ? Math.floor(Math.max(...times) / 1000) : null;
}

async function permissionsOf(userId, { get }) {
  const path = `users/${encodeURIComponent(userId)}/permissions`;
  const found = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await get(`${path}?page=${page}&per_page=${PER_PAGE}&include_totals=true`);
    if (!Array.isArray(answer.permissions) || !Number.isInteger(answer.total))
      throw new Error(`page ${page} of the permissions is no such page`);
    found.push(...answer.permissions);
    if (found.length >= answer.total) return namesOf(found);
    if (answer.permissions.length === 0) break;
  }
  throw new Error(`the permissions end after ${found.length}, before the total`);
}

function namesOf(permissions) {
  const ours = permissions.filter((one) => AUDIENCES.includes(one.resource_server_identifier));
  return [...new Set(ours.map((one) => one.permission_name))].sort();
}

function connection({ DOMAIN, CLIENT_ID, CLIENT_SECRET }, cache) {
  const deadline = Date.now() + TIME_FOR_ALL;
  const signal = AbortSignal.timeout(TIME_FOR_ALL);
  if (!DOMAIN || !CLIENT_ID || !CLIENT_SECRET)
    throw new Error("the Action lacks its secrets DOMAIN, CLIENT_ID and CLIENT_SECRET");
  const audience = `https://${DOMAIN}/api/v2/`;

  async function ask(what, url, options) {
    for (let left = TRIES; ; ) {
      const answer = await fetch(url, { ...options, signal, redirect: "error" }).catch((error) => {
        throw new Error(`${what} did not answer (${error.name})`);
      });
      const pause = answer.status === 429 ? pauseOf(answer) : Infinity;
      if (--left === 0 || Date.now() + pause >= deadline) return answer;
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }

  async function token() {
    const kept = cache.get(TOKEN);
    if (kept) return kept.value;
    const answer = await ask("the token endpoint", `https://${DOMAIN}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        audience,
      }),
    });
    const { access_token, expires_in } = await bodyOf("the token endpoint", answer);
    if (typeof access_token !== "string") throw new Error("the token endpoint gave no token");
    const lasts = (expires_in - 60) * 1000;
    const { type, code } = lasts > 0 ? cache.set(TOKEN, access_token, { ttl: lasts }) : {};
    if (type === "error") console.error(`Usher: the token cannot be kept (${code})`);
    return access_token;
  }

  async function get(path) {
    for (let left = TRIES; ; ) {
      const headers = { Authorization: `Bearer ${await token()}` };
      const answer = await ask("the Management API", `${audience}${path}`, { headers });
      // The token that was kept may have been withdrawn since.
      if (answer.status !== 401 || --left === 0) return bodyOf("the Management API", answer);
      cache.delete(TOKEN);
    }
  }

  return { get };
}

function pauseOf(answer) {
  const reset = Number(answer.headers.get("x-ratelimit-reset")) * 1000;
  return Math.max(reset - Date.now(), 0) + 100 + Math.random() * 200;
}

async function bodyOf(what, answer) {
  if (!answer.ok) throw new Error(`${what} answered ${answer.status}`);
  return answer.json().catch((error) => {
    throw new Error(`${what} broke off (${error.name})`);
  });
}
