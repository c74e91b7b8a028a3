// A complete login by openid-client, the OpenID Foundation's certified client for Node.
// Arguments: issuer, client id, redirect address, audience, user name, password.
// Prints one line of JSON with what it learned. It fills the login form as a browser would.
import * as client from "openid-client";

const [issuer, clientId, redirectUri, audience, login, password] = process.argv.slice(2);
const insecure = { execute: [client.allowInsecureRequests] }; // http on loopback
const config = await client.discovery(new URL(issuer), clientId, undefined, client.None(), insecure);

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const asked = client.buildAuthorizationUrl(config, {
  redirect_uri: redirectUri,
  scope: "openid profile email offline_access",
  audience,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
});

const answered = await followToCallback(asked);
const tokens = await client.authorizationCodeGrant(config, answered, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
});
const claims = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
let reuse = "accepted";
try {
  await client.refreshTokenGrant(config, tokens.refresh_token);
} catch (error) {
  reuse = error.error ?? error.code;
}
console.log(
  JSON.stringify({
    issuer: config.serverMetadata().issuer,
    subject: claims.sub,
    name: claims.name,
    email: userinfo.email,
    accessToken: tokens.access_token,
    refreshedAccessToken: refreshed.access_token,
    refreshedSubject: refreshed.claims()?.sub,
    reuse,
  }),
);

async function followToCallback(start) {
  const cookies = new Map();
  let request = { url: start, init: {} };
  for (let hops = 0; hops < 10; hops++) {
    if (request.url.href.startsWith(redirectUri)) return request.url;
    const answer = await fetch(request.url, {
      ...request.init,
      redirect: "manual",
      headers: { ...request.init.headers, cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0].split("=");
      cookies.set(name, value);
    }
    request = answer.headers.has("location")
      ? { url: new URL(answer.headers.get("location"), request.url), init: {} }
      : filledForm(request.url, await answer.text());
  }
  throw new Error("The login did not lead back to the client.");
}

function filledForm(page, html) {
  const field = (name) => html.match(new RegExp(`name="${name}"[^>]*value="([^"]*)"`))?.[1]?.replaceAll("&amp;", "&");
  if (!html.includes('name="password"')) throw new Error(`No login form at ${page}: ${html.slice(0, 400)}`);
  const body = new URLSearchParams({ login, password, csrfmiddlewaretoken: field("csrfmiddlewaretoken") });
  if (field("next")) body.set("next", field("next"));
  return { url: page, init: { method: "POST", body, headers: { referer: page.href } } };
}
