/** Draws the page as somebody else would see it, while nothing can be changed. */
import { t } from "@lingui/core/macro";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { readOnlyFetch } from "@/session/readOnlyFetch";
import { SessionContext, useSession } from "@/session/SessionContext";
import type { MyPermissions } from "@/session/types";
import { PermissionsOverride, useOwnPermissions, usePerson } from "@/session/usePermissions";
import { clearSeeAs, type Looking, type Seen, storedSeeAs, storeSeeAs } from "./seeAsStorage";

interface SeeAs {
  /** Null while the page is one's own. */
  seen: Seen | null;
  /** What the banner says, and what a change is refused with. */
  sentence: string;
  start: (seen: Seen) => void;
  stop: () => void;
}

const SeeAsContext = createContext<SeeAs | null>(null);

export function useSeeAs(): SeeAs {
  const seeAs = use(SeeAsContext);
  if (!seeAs) throw new Error("useSeeAs needs a SeeAsProvider above it.");
  return seeAs;
}

export function SeeAsProvider({ children }: { children: ReactNode }) {
  const { data: own } = useOwnPermissions();
  const { name, subject } = usePerson();
  const [looking, setLooking] = useState<Looking | null>(() => storedSeeAs(subject));
  const seen = looking?.seen ?? null;
  const session = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const sentence = seen
    ? t`You see Usher as ${seen.name}. You still act as ${name}: nothing can be changed here.`
    : "";
  const seenSession = useMemo(() => {
    if (!sentence) return session;
    return { ...session, authorizedFetch: readOnlyFetch(session.authorizedFetch, sentence) };
  }, [session, sentence]);

  const seeAs: SeeAs = {
    seen,
    sentence,
    start: (person) => {
      const begun = { seen: person, from: pathname };
      storeSeeAs(subject, begun);
      setLooking(begun);
      void navigate({ to: "/" });
    },
    stop: () => {
      clearSeeAs();
      setLooking(null);
      void navigate({ to: looking?.from ?? "/" });
      // The button that was pressed goes, and the focus would go with it.
      document.getElementById("content")?.focus({ preventScroll: true });
    },
  };
  return (
    <SeeAsContext value={seeAs}>
      <SessionContext value={seenSession}>
        <PermissionsOverride value={seen && own ? asSeen(own, seen) : null}>
          {children}
        </PermissionsOverride>
      </SessionContext>
    </SeeAsContext>
  );
}

/** One's own answer, with somebody else's permissions in place of one's own. */
function asSeen(own: MyPermissions, { name, subject, roles, permissions }: Seen): MyPermissions {
  const resources = own.resources.map((resource) => ({
    ...resource,
    granted: permissions
      .filter((permission) => permission.endsWith(`:${resource.name}`))
      .map((permission) => permission.slice(0, -resource.name.length - 1)),
  })) as MyPermissions["resources"];
  return { ...own, name, subject, roles, permissions, resources };
}
