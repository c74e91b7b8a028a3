/** The curl line of the start page: which token it has under each strategy, and where there is none. */
import { cleanup, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { strategyOf } from "@/session/audience";
import type { StrategyName } from "@/session/strategies";
import type { PEOPLE } from "@/testing/people";
import { CONFIG, visit } from "@/testing/visit";

const HERE = `${window.location.origin}/api/movies/`;
const MOVIES = CONFIG.audiences.movies ?? "";

/** What is copied at the start page; null where no line is offered. */
async function copied(who: keyof typeof PEOPLE, config: typeof CONFIG, name = who as string) {
  const idClaims = { sub: "usher|2", preferred_username: name };
  const { user, tokens } = visit("/", who, { config, idClaims });
  await screen.findByRole("heading", { level: 1, name: /Welcome/ });
  await screen.findByText(who === "joker" ? "You hold no tickets yet" : "What you can do here");
  await screen.findAllByText("Documentation");
  if (strategyOf(config).hasTokenPerApi && who !== "joker")
    await waitFor(() => expect(tokens.held().has(MOVIES)).toBe(true));
  const button = screen.queryByRole("button", { name: "Copy the line" });
  if (!button) {
    expect(screen.queryByText("curl")).toBeNull();
    return null;
  }
  await user.click(button);
  const text = (await navigator.clipboard.readText()).replaceAll(/\s*\\\n\s*/g, " ");
  const held = [...tokens.held()].find(([, { token }]) => token && text.includes(token));
  return held ? text.replace(held[1].token ?? "", `TOKEN FOR ${held[0]}`) : text;
}

function line(bearer: string, address = HERE): string {
  return `curl -G -H "Authorization: Bearer ${bearer}" -d page_size=3 "${address}"`;
}

const OF_THE_LOGIN = line(`TOKEN FOR ${CONFIG.audience}`);
const THROUGH_THE_GATEWAY = line(
  `TOKEN FOR ${CONFIG.audience}`,
  HERE.replace("/api/", "/gateway/"),
);
const FOR_THE_API = line(`TOKEN FOR ${MOVIES}`);
const MADE = line(`$(./run token robin --audience ${MOVIES})`);

describe("the line for curl", () => {
  it.each<[strategy: StrategyName, ours: string, external: string | null]>([
    ["single_audience", OF_THE_LOGIN, OF_THE_LOGIN],
    ["per_api_tokens", FOR_THE_API, FOR_THE_API],
    ["multi_resource_refresh_token", FOR_THE_API, FOR_THE_API],
    ["gateway_client_credentials", THROUGH_THE_GATEWAY, THROUGH_THE_GATEWAY],
    ["token_exchange", THROUGH_THE_GATEWAY, THROUGH_THE_GATEWAY],
    // Nobody but the issuer makes tokens, and this page has none.
    ["backend_for_frontend", MADE, null],
  ])(
    "has a token that the API takes under %s, else is not there",
    async (strategy, ours, external) => {
      expect(await copied("robin", { ...CONFIG, strategy })).toBe(ours);
      cleanup();
      expect(await copied("robin", { ...CONFIG, strategy, account: null })).toBe(external);
    },
  );

  it("has one made for who has asked the API for nothing, where this site can", async () => {
    const config = { ...CONFIG, strategy: "per_api_tokens" } as const;
    expect(await copied("joker", config)).toBe(line(`$(./run token joker --audience ${MOVIES})`));
    cleanup();
    expect(await copied("joker", { ...config, account: null })).toBeNull();
  });

  it("runs nothing that somebody's name says", async () => {
    const config = { ...CONFIG, strategy: "backend_for_frontend" } as const;
    expect(await copied("robin", config, "x; rm -r .")).toBe(MADE.replace("robin", "YOUR_NAME"));
  });

  it("has a new token once the one that was held has ended", async () => {
    const { user, session, tokens } = visit("/", "robin");
    const button = await screen.findByRole("button", { name: "Copy the line" });
    const before = tokens.held().get(CONFIG.audience)?.token;
    session.tokens.tokenFor = async () => "a.newer.one";
    await user.click(button);
    expect(before).toBeTruthy();
    expect(await navigator.clipboard.readText()).toContain("Bearer a.newer.one");
    session.tokens.tokenFor = () => Promise.reject(new Error("The issuer is away."));
    await user.click(button);
    expect(await screen.findByText(/No new token came/)).toBeVisible();
  });
});
