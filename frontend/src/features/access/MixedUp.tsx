/** The words that are mixed up most often, each explained with what is yours. */
import type { ReactNode } from "react";
import { namesClaim, textClaim } from "@/session/jwt";
import { useMine, usePerson } from "@/session/mine";
import { useSession } from "@/session/SessionContext";
import { inWords } from "@/ui/inWords";
import { Panel } from "@/ui/Panel";
import { CardGrid, Section } from "@/ui/Section";
import classes from "./MixedUp.module.css";
import { useAccessToken } from "./useTokens";

export function MixedUp() {
  const { config } = useSession();
  const { data: mine } = useMine();
  const { roles } = usePerson();
  const claims = useAccessToken()?.claims ?? null;
  const held = namesClaim(claims, "permissions") ?? mine?.permissions ?? [];

  return (
    <Section title="Words that get mixed up" lead="Each with what it is for you, here, right now.">
      <CardGrid>
        <Pair title="ID token or access token" yours="one of each, from the same login">
          The ID token is for the app and says who you are. The access token is for the API and says
          what you may do. Sending the ID token to an API is the most common mistake; Usher’s APIs
          refuse it and say so.
        </Pair>
        <Pair title="Audience" yours={<code>{config.audience}</code>}>
          The API a token is meant for. Whoever logs in without naming one gets an opaque token that
          no API accepts. A token has one API as its audience, so a further API needs a further
          token, fetched silently, or one audience that stands for several APIs.
        </Pair>
        <Pair
          title="Scope or permission"
          yours={<code>{textClaim(claims, "scope") ?? "openid profile email"}</code>}
        >
          A scope is what an app asks for and you agree to. A permission is what you hold, whether
          an app asks or not. An API here looks at permissions; a scope alone opens nothing.
        </Pair>
        <Pair
          title="Permission or role"
          yours={`${roles.length > 0 ? inWords(roles) : "no role"}, ${held.length} ${held.length === 1 ? "permission" : "permissions"}`}
        >
          A permission is one action of one API, such as <code>edit:movies</code>. A role is a named
          set of them, made to be given to people. No API checks a role: change the set, and every
          holder follows.
        </Pair>
        <Pair title="Not logged in, or not allowed" yours="401 or 403">
          401 asks who you are: the token is missing, has ended, or was meant for another API. 403
          knows you and misses a permission; logging in again changes nothing, asking somebody does.
        </Pair>
        <Pair title="A permission was added" yours="no new login needed">
          Permissions are written into the token when it is made. The next one carries the new
          permission: it comes by itself before the old one ends, or at once with “Fetch a new one”
          above.
        </Pair>
      </CardGrid>
    </Section>
  );
}

interface PairProps {
  title: string;
  yours: ReactNode;
  children: ReactNode;
}

function Pair({ title, yours, children }: PairProps) {
  return (
    <Panel>
      <h3 className={classes.title}>{title}</h3>
      <p>{children}</p>
      <p className={classes.yours}>Yours: {yours}</p>
    </Panel>
  );
}
