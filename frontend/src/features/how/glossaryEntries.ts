/** The words of this field, each in two sentences, and where Usher shows it. */

import { t } from "@lingui/core/macro";

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

const MY_ACCESS = { label: t`My access`, to: "/access" };
const API_DOCS = { label: t`API docs`, to: "/api/docs/" };

export const ENTRIES: readonly Entry[] = [
  {
    id: "ticket",
    word: t`Ticket`,
    meaning: t`What a permission is called wherever it is drawn: a small stub, brass when you hold it, dotted when you do not. One ticket opens one action of one API, such as edit:movies. Never a token.`,
    places: [MY_ACCESS, { label: t`Movies`, to: "/movies" }],
  },
  {
    id: "user",
    word: t`User`,
    meaning: t`Somebody who logs in, known to every API by the claim sub and by nothing else. Names and e-mail addresses change; sub does not.`,
    places: [MY_ACCESS, { label: "directory/" }],
  },
  {
    id: "role",
    word: t`Role`,
    meaning: t`A named set of permissions, such as Employees, made to be given to people. No API checks it: it is shorthand for whoever gives out permissions.`,
    places: [MY_ACCESS, { label: "directory/starting_roles.py" }],
  },
  {
    id: "permission",
    word: t`Permission`,
    meaning: t`One action of one API, such as edit:movies, that somebody holds directly or through a role. It is what an API checks, with every request.`,
    places: [
      { label: t`Movies`, to: "/movies" },
      MY_ACCESS,
      { label: "permissions_api/permissions.py" },
    ],
  },
  {
    id: "effective-permissions",
    word: t`Effective permissions`,
    meaning: t`What counts for you now, of what your token names and what the directory says. Menu and buttons follow them, and so do the APIs.`,
    places: [MY_ACCESS, { label: "docs/changes.md" }],
  },
  {
    id: "directory",
    word: t`Directory`,
    meaning: t`Who people are and what they hold: this site’s own tables, or a tenant’s. Where there is one, it answers who can give you a ticket.`,
    places: [MY_ACCESS, { label: "docs/directory.md" }],
  },
  {
    id: "hybrid",
    word: t`Hybrid, live or token`,
    meaning: t`Where the APIs learn what you hold. Live asks the directory with every request, token goes by the token alone, and hybrid by both: taken away acts at once, given works with your next token.`,
    places: [MY_ACCESS, { label: "permissions_api/effective_permissions.py" }],
  },
  {
    id: "stale",
    word: t`Stale`,
    meaning: t`Of a token: made before something was given or taken, so what it says is out of date. It is replaced, or what it still names is refused.`,
    places: [{ label: "docs/changes.md" }],
  },
  {
    id: "scope",
    word: t`Scope`,
    meaning: t`What an app asks for, and what you consent to when the app is not the site’s own. It limits the app and gives you nothing: whether you may is said by your permissions.`,
    places: [API_DOCS, { label: "identity/clients/scopes.py" }],
  },
  {
    id: "consent",
    word: t`Consent`,
    meaning: t`Your agreement that somebody else’s app may do for you what it asked for, or part of it. You can withdraw it at any time.`,
    places: [MY_ACCESS, { label: "identity/consents/" }],
  },
  {
    id: "audience",
    word: t`Audience`,
    meaning: t`The API a token is for, in the request as audience and in the token as aud. An API refuses every token that does not name it.`,
    places: [
      { label: t`The six ways`, to: "/how#strategies" },
      { label: "permissions_api/audiences.py" },
    ],
  },
  {
    id: "api",
    word: t`API (resource server)`,
    meaning: t`What holds the data and decides with each request. To the provider it is a record of its own, with an identifier (the audience) and a list of permissions.`,
    places: [API_DOCS, { label: "movies/resource.py" }],
  },
  {
    id: "logical-api",
    word: t`Logical API`,
    meaning: t`One audience that stands for several APIs, so that one token opens all of them: the first of the six ways.`,
    places: [{ label: t`The six ways`, to: "/how#strategies" }],
  },
  {
    id: "client",
    word: t`Client (application)`,
    meaning: t`The app that asks for tokens, such as this page, known to the provider by its client id. It is a different record than the API it calls.`,
    places: [
      { label: t`The live values`, to: "/how#strategies" },
      { label: "identity/clients/applications.py" },
    ],
  },
  {
    id: "first-party",
    word: t`First-party and third-party`,
    meaning: t`A first-party client belongs to the same site as the APIs, so you are not asked for consent. A third-party client is somebody else’s: you see what it asks for and may refuse part of it.`,
    places: [{ label: "identity/authorize/consent.py" }],
  },
  {
    id: "issuer",
    word: t`Issuer`,
    meaning: t`Who makes and signs the tokens: the provider, by its address, in the claim iss. An API trusts the issuers it was told of and fetches their public keys.`,
    places: [
      { label: t`Its published facts`, to: "/.well-known/openid-configuration" },
      { label: "permissions_api/tokens/jwks.py" },
    ],
  },
  {
    id: "claim",
    word: t`Claim`,
    meaning: t`One statement in a token, a name and a value, such as aud or permissions. Everybody can read it; the signature makes sure that nobody has changed it.`,
    places: [MY_ACCESS],
  },
  {
    id: "id-token",
    word: t`ID token`,
    meaning: t`Tells the app who has logged in; its audience is the client. It is not for an API, which knows this and says so.`,
    places: [{ label: t`Try it`, to: "/how#mistakes" }, MY_ACCESS],
  },
  {
    id: "access-token",
    word: t`Access token`,
    meaning: t`Opens an API for a few minutes; its audience is that API. The app passes it on and needs to understand nothing in it.`,
    places: [MY_ACCESS, { label: "permissions_api/tokens/verification.py" }],
  },
  {
    id: "refresh-token",
    word: t`Refresh token`,
    meaning: t`Fetches new access tokens without you, at the provider alone. It lives long, so it is replaced with every use, and a second use ends the whole family.`,
    places: [
      { label: t`The six ways`, to: "/how#strategies" },
      { label: "identity/token/validator.py" },
    ],
  },
  {
    id: "mrrt",
    word: t`Multi-resource refresh token (MRRT)`,
    meaning: t`One refresh token that fetches access tokens for several APIs, each with an audience of its own.`,
    places: [{ label: t`The six ways`, to: "/how#strategies" }],
  },
  {
    id: "gateway",
    word: t`Gateway`,
    meaning: t`Stands between the app and the APIs: the app has one token, for the gateway, which has others for the APIs. Here it checks your permission before it calls one.`,
    places: [{ label: t`The six ways`, to: "/how#strategies" }, { label: "gateway/" }],
  },
  {
    id: "on-behalf-of",
    word: t`On behalf of`,
    meaning: t`A call that a gateway makes for a person. It exchanges your token for one that the API accepts, so that the API still knows you.`,
    places: [{ label: t`The six ways`, to: "/how#strategies" }, { label: "gateway/" }],
  },
  {
    id: "act",
    word: t`act (actor)`,
    meaning: t`The claim that says who sends a token for somebody: sub is you, act the gateway.`,
    places: [MY_ACCESS, { label: "docs/audiences.md" }],
  },
  {
    id: "bff",
    word: t`Backend for the frontend (BFF)`,
    meaning: t`The app’s own server as the client: it logs you in, keeps the tokens and puts them into each request. RFC 10017 strongly recommends it for business, sensitive and personal data.`,
    places: [
      { label: t`The six ways`, to: "/how#strategies" },
      { label: "docs/bff.md" },
      { label: "bff/" },
    ],
  },
  {
    id: "session",
    word: t`Session`,
    meaning: t`Your login in one browser. The provider has one, by which a login is silent; under a backend for the frontend this site has one too, which holds the tokens.`,
    places: [MY_ACCESS, { label: "bff/" }],
  },
  {
    id: "session-cookie",
    word: t`Session cookie`,
    meaning: t`Names your session at the server, where the tokens are. HttpOnly keeps it from scripts, SameSite=Strict from other sites, and a new one comes with every login.`,
    places: [{ label: "bff/cookies.py" }],
  },
  {
    id: "handle",
    word: t`Handle`,
    meaning: t`The public name of a session, which this page sends as X-Usher beside the cookie. No form can send it, and a page of a former login is found out by it.`,
    places: [{ label: "bff/forgery.py" }],
  },
  {
    id: "back-channel-logout",
    word: t`Back-channel logout`,
    meaning: t`The provider tells each server by itself, with a signed message, that you have logged out. So no session lives on in a browser that is not open.`,
    places: [{ label: "bff/backchannel.py" }],
  },
  {
    id: "step-up",
    word: t`Step-up`,
    meaning: t`An API asks for a login that is fresh before it does what matters most (RFC 9470). You type your password once more, and the same request goes on.`,
    places: [API_DOCS, { label: "permissions_api/resource.py" }],
  },
  {
    id: "injected-script",
    word: t`Injected script`,
    meaning: t`Somebody else’s code that came into this page, by a hole in it or in a library. It may do all that the page may; what it can carry away is another matter.`,
    places: [{ label: t`Try it`, to: "/how#script" }],
  },
  {
    id: "rule",
    word: t`Rule, now Action (Auth0)`,
    meaning: t`A few lines of code that Auth0 runs at login, for example to write roles into the ID token as a claim of your own. It decides nothing at an API; Usher’s own provider does the same in its code.`,
    places: [{ label: "identity/token/token_claims.py" }, { label: "docs/auth0.md" }],
  },
  {
    id: "rbac",
    word: t`RBAC core and Authorization Extension`,
    meaning: t`Both are ways to give out roles at Auth0. The core feature (“Enable RBAC” in an API’s settings) writes permissions into access tokens by itself; the older extension needs a rule for that and knows nothing of the core’s roles, so use one of them, and for anything new the core.`,
    places: [{ label: "docs/auth0.md" }],
  },
];
