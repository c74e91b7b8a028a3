// An issuer that is not ours: npm oidc-provider with JWT access tokens for each resource (RFC 8707).
// Standard input: a line of JSON with all there is to know; each later line gives people other permissions.
// Standard output: a line once each is done. It ends when standard input does.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import express from "express";
import Provider, { errors } from "oidc-provider";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { issuer, port, people, resources, clients } = JSON.parse((await lines.next()).value);
const all = (names) => names.join(" ");
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
  cookies: { keys: [randomUUID()] },
  claims: { openid: ["sub"], profile: ["name"], email: ["email"] },
  conformIdTokenClaims: false, // the name stands in the ID token
  findAccount: (_ctx, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, name: people[accountId].name, email: `${accountId}@gotham.example` }),
  }),
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true, // a token request need not name it again
      getResourceServerInfo(_ctx, audience) {
        if (!resources[audience]) throw new errors.InvalidTarget();
        return { audience, scope: all(resources[audience]), accessTokenFormat: "jwt" };
      },
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx, form) {
        ctx.body = page("Log out?", `${form}<button form="op.logoutForm" name="logout" value="yes">Log out</button>`);
      },
      postLogoutSuccessSource(ctx) {
        ctx.body = page("You are logged out", "");
      },
    },
  },
  extraTokenClaims(_ctx, { accountId, aud }) {
    const held = accountId ? people[accountId].permissions : resources[aud];
    return { permissions: held.filter((name) => resources[aud]?.includes(name)) };
  },
  // It asks no address of this machine by itself, and here whoever is told of logouts is on it.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
  // The clients are the operator's own: nobody is asked to agree.
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid profile email offline_access");
    for (const [audience, names] of Object.entries(resources)) grant.addResourceScope(audience, all(names));
    await grant.save();
    return grant;
  },
  interactions: { url: (_ctx, interaction) => `/login/${interaction.uid}` },
});

const site = express();
site.get("/login/:uid", (_request, answer) => void answer.send(loginPage()));
site.post("/login/:uid", express.urlencoded({ extended: false }), async (request, answer) => {
  const { login, password } = request.body;
  if (!people[login] || people[login].password !== password) return void answer.status(400).send(loginPage("No."));
  await provider.interactionFinished(request, answer, { login: { accountId: login } });
});
site.use(provider.callback());
site.listen(port, "127.0.0.1", async () => {
  console.log("answering");
  for await (const line of lines) {
    for (const [name, permissions] of Object.entries(JSON.parse(line))) people[name].permissions = permissions;
    console.log("changed");
  }
  process.exit();
});

function page(title, body) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;
}

function loginPage(refusal = "") {
  return page(
    "Log in",
    `<form method="post"><p>${refusal}</p>
     <label>User name <input name="login" autocomplete="username" autofocus></label>
     <label>Password <input name="password" type="password" autocomplete="current-password"></label>
     <button>Log in</button></form>`,
  );
}
