/** What an access token is called, opens, and who reads it, by how audiences are shared out. */
import { t } from "@lingui/core/macro";
import type { Strategy } from "@/session/strategies";
import { formatList } from "@/ui/format";

interface Facts {
  /** Whether it is the token that came with the login, for the one logical API. */
  isOfLogin: boolean;
  /** The titles of the APIs behind its audience. */
  apis: readonly string[];
  strategy: Strategy;
}

export function titleOf({ isOfLogin, apis, strategy }: Facts): string {
  if (!isOfLogin) return t`Access token: ${formatList(apis)}`;
  if (strategy.usesGateway) return t`Access token: the gateway`;
  const isOneOfSeveral = strategy.hasTokenPerApi || strategy.usesSession;
  return isOneOfSeveral ? t`Access token: the login` : t`Access token`;
}

export function openedBy({ isOfLogin, apis, strategy }: Facts): string {
  if (!isOfLogin) {
    const opened = formatList(apis);
    return strategy.usesSession
      ? t`It opens ${opened}, and nothing else. The server sends it there and nowhere else.`
      : t`It opens ${opened}, and nothing else. This page sends it there and nowhere else.`;
  }
  if (strategy.usesSession) {
    return t`It answers what you hold, so that the menu can be drawn: it carries all your tickets. The APIs get others.`;
  }
  if (strategy.usesGateway) {
    return t`It opens the gateway, and through it the APIs. It carries all your tickets.`;
  }
  if (strategy.hasTokenPerApi) {
    return t`It answers what you hold, so that the menu can be drawn. It carries no ticket and opens no API.`;
  }
  return t`It opens ${formatList(apis)}. This page sends it along with every request: the tickets you show at the door.`;
}

export function readersOf({ isOfLogin, apis, strategy }: Facts): string {
  if (!isOfLogin) return t`The API ${formatList(apis)} alone. Every other API refuses it.`;
  if (strategy.usesGateway) {
    return t`The gateway, and Usher itself, to tell this page what you may do. The APIs refuse it.`;
  }
  if (strategy.hasTokenPerApi || strategy.usesSession)
    return t`Usher itself, to tell this page what you may do. Every API refuses it.`;
  return t`All APIs of this site: they share its audience. This page shows it to you, yet decides nothing by it.`;
}
