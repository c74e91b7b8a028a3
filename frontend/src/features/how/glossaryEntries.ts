/** The words of this field, each in two sentences, and where Usher shows it. */

interface Place {
  label: string;
  /** An address of this site; without one the label is a path in the code. */
  to?: string;
}

export interface Entry {
  /** Part of the address, so that other pages can lead here: /how#permission. */
  id: string;
  word: string;
  meaning: string;
  places: readonly Place[];
}

const MY_ACCESS = { label: "My access", to: "/access" };
const API_DOCS = { label: "API docs", to: "/api/docs/" };

export const ENTRIES: readonly Entry[] = [
  {
    id: "user",
    word: "User",
    meaning:
      "Somebody who logs in, known to every API by the claim sub and by nothing else. Names and e-mail addresses change; sub does not.",
    places: [MY_ACCESS, { label: "directory/" }],
  },
  {
    id: "role",
    word: "Role",
    meaning:
      "A named set of permissions, such as Employees, made to be given to people. No API checks it: it is shorthand for whoever gives out permissions.",
    places: [MY_ACCESS, { label: "directory/starting_roles.py" }],
  },
  {
    id: "permission",
    word: "Permission",
    meaning:
      "One action of one API, such as edit:movies, that somebody holds directly or through a role. It is what an API checks, with every request.",
    places: [
      { label: "Movies", to: "/movies" },
      MY_ACCESS,
      { label: "permissions_api/permissions.py" },
    ],
  },
  {
    id: "scope",
    word: "Scope",
    meaning:
      "What an app asks for, and what you consent to when the app is not the site’s own. It limits the app and gives you nothing: whether you may is said by your permissions.",
    places: [API_DOCS, { label: "identity/clients/scopes.py" }],
  },
  {
    id: "audience",
    word: "Audience",
    meaning:
      "The API a token is for, in the request as audience and in the token as aud. An API refuses every token that does not name it.",
    places: [
      { label: "The six ways", to: "/how#strategies" },
      { label: "permissions_api/audiences.py" },
    ],
  },
  {
    id: "api",
    word: "API (resource server)",
    meaning:
      "What holds the data and decides with each request. To the provider it is a record of its own, with an identifier (the audience) and a list of permissions.",
    places: [API_DOCS, { label: "movies/resource.py" }],
  },
  {
    id: "client",
    word: "Client (application)",
    meaning:
      "The app that asks for tokens, such as this page, known to the provider by its client id. It is a different record than the API it calls.",
    places: [
      { label: "The live values", to: "/how#strategies" },
      { label: "identity/clients/applications.py" },
    ],
  },
  {
    id: "first-party",
    word: "First-party and third-party",
    meaning:
      "A first-party client belongs to the same site as the APIs, so you are not asked for consent. A third-party client is somebody else’s: you see what it asks for and may refuse part of it.",
    places: [{ label: "identity/authorize/consent.py" }],
  },
  {
    id: "issuer",
    word: "Issuer",
    meaning:
      "Who makes and signs the tokens: the provider, by its address, in the claim iss. An API trusts the issuers it was told of and fetches their public keys.",
    places: [
      { label: "Its published facts", to: "/.well-known/openid-configuration" },
      { label: "permissions_api/tokens/jwks.py" },
    ],
  },
  {
    id: "claim",
    word: "Claim",
    meaning:
      "One statement in a token, a name and a value, such as aud or permissions. Everybody can read it; the signature makes sure that nobody has changed it.",
    places: [MY_ACCESS],
  },
  {
    id: "id-token",
    word: "ID token",
    meaning:
      "Tells the app who has logged in; its audience is the client. It is not for an API, which knows this and says so.",
    places: [{ label: "Try it", to: "/how#mistakes" }, MY_ACCESS],
  },
  {
    id: "access-token",
    word: "Access token",
    meaning:
      "Opens an API for a few minutes; its audience is that API. The app passes it on and needs to understand nothing in it.",
    places: [MY_ACCESS, { label: "permissions_api/tokens/verification.py" }],
  },
  {
    id: "refresh-token",
    word: "Refresh token",
    meaning:
      "Fetches new access tokens without you, at the provider alone. It lives long, so it is replaced with every use, and a second use ends the whole family.",
    places: [
      { label: "The six ways", to: "/how#strategies" },
      { label: "identity/token/validator.py" },
    ],
  },
  {
    id: "gateway",
    word: "Gateway",
    meaning:
      "Stands between the app and the APIs: the app has one token, for the gateway, which has others for the APIs. Here it checks your permission before it calls one.",
    places: [{ label: "The six ways", to: "/how#strategies" }, { label: "gateway/" }],
  },
  {
    id: "bff",
    word: "Backend for the frontend (BFF)",
    meaning:
      "The app’s own server as the client: it logs you in, keeps the tokens and puts them into each request. RFC 10017 strongly recommends it for business, sensitive and personal data.",
    places: [
      { label: "The six ways", to: "/how#strategies" },
      { label: "docs/bff.md" },
      { label: "bff/" },
    ],
  },
  {
    id: "session-cookie",
    word: "Session cookie",
    meaning:
      "Names your session at the server, where the tokens are. HttpOnly keeps it from scripts, SameSite=Strict from other sites, and a new one comes with every login.",
    places: [{ label: "bff/cookies.py" }],
  },
  {
    id: "handle",
    word: "Handle",
    meaning:
      "The public name of a session, which this page sends as X-Usher beside the cookie. No form can send it, and a page of a former login is found out by it.",
    places: [{ label: "bff/forgery.py" }],
  },
  {
    id: "back-channel-logout",
    word: "Back-channel logout",
    meaning:
      "The provider tells each server by itself, with a signed message, that you have logged out. So no session lives on in a browser that is not open.",
    places: [{ label: "bff/backchannel.py" }],
  },
  {
    id: "step-up",
    word: "Step-up",
    meaning:
      "An API asks for a login that is fresh before it does what matters most (RFC 9470). You type your password once more, and the same request goes on.",
    places: [API_DOCS, { label: "permissions_api/resource.py" }],
  },
  {
    id: "injected-script",
    word: "Injected script",
    meaning:
      "Somebody else’s code that came into this page, by a hole in it or in a library. It may do all that the page may; what it can carry away is another matter.",
    places: [{ label: "Try it", to: "/how#script" }],
  },
  {
    id: "rule",
    word: "Rule, now Action (Auth0)",
    meaning:
      "A few lines of code that Auth0 runs at login, for example to write roles into the ID token as a claim of your own. It decides nothing at an API; Usher’s own provider does the same in its code.",
    places: [{ label: "identity/token/token_claims.py" }, { label: "docs/auth0.md" }],
  },
  {
    id: "rbac",
    word: "RBAC core and Authorization Extension",
    meaning:
      "Both are ways to give out roles at Auth0. The core feature (“Enable RBAC” in an API’s settings) writes permissions into access tokens by itself; the older extension needs a rule for that and knows nothing of the core’s roles, so use one of them, and for anything new the core.",
    places: [{ label: "docs/auth0.md" }],
  },
];
