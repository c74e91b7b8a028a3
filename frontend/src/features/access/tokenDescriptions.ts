/** What an access token is called, opens, and who reads it, by how audiences are shared out. */
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
  if (!isOfLogin) return `Access token: ${formatList(apis)}`;
  if (strategy.usesGateway) return "Access token: the gateway";
  const isOneOfSeveral = strategy.hasTokenPerApi || strategy.usesSession;
  return isOneOfSeveral ? "Access token: the login" : "Access token";
}

export function openedBy({ isOfLogin, apis, strategy }: Facts): string {
  if (!isOfLogin) {
    const sender = strategy.usesSession ? "The server" : "This page";
    return `It opens ${formatList(apis)}, and nothing else. ${sender} sends it there and nowhere else.`;
  }
  if (strategy.usesSession) {
    return "It answers what you hold, so that the menu can be drawn: it carries all your tickets. The APIs get others.";
  }
  if (strategy.usesGateway) {
    return "It opens the gateway, and through it the APIs. It carries all your tickets.";
  }
  if (strategy.hasTokenPerApi) {
    return "It answers what you hold, so that the menu can be drawn. It carries no ticket and opens no API.";
  }
  return `It opens ${formatList(apis)}. This page sends it along with every request: the tickets you show at the door.`;
}

export function readersOf({ isOfLogin, apis, strategy }: Facts): string {
  if (!isOfLogin) return `The API ${formatList(apis)} alone. Every other API refuses it.`;
  if (strategy.usesGateway) {
    return "The gateway, and Usher itself, to tell this page what you may do. The APIs refuse it.";
  }
  if (strategy.hasTokenPerApi || strategy.usesSession)
    return "Usher itself, to tell this page what you may do. Every API refuses it.";
  return "All APIs of this site: they share its audience. This page shows it to you, yet decides nothing by it.";
}
