import { describe, expect, it } from "vitest";
import { STRATEGIES, type StrategyName } from "@/session/strategies";
import { CONFIG } from "@/testing/visit";
import { type CarriedToken, type Step, sequenceOf } from "./steps";
import { STRATEGY_NAMES } from "./strategyDescriptions";

const audiences = { movies: "https://movies.example/", books: "https://books.example/" };
const config = { ...CONFIG, audiences };
const LOGIN = config.audience;

const stepsOf = (strategy: StrategyName) => sequenceOf(strategy, config).steps;

const accessTokens = ({ carries }: Step): readonly CarriedToken[] =>
  carries.filter(({ kind }) => kind === "access token");

/** What each API is sent, in the order of the two APIs. */
function sentToApis(strategy: StrategyName): [Step[], Step[]] {
  const steps = stepsOf(strategy);
  return [steps.filter(({ to }) => to === "first"), steps.filter(({ to }) => to === "second")];
}

describe.each(STRATEGY_NAMES)("%s", (strategy) => {
  const { usesGateway, usesRefreshToken, usesSession } = STRATEGIES[strategy];

  it("sends each API tokens of the one audience it accepts, and of no other", () => {
    const shared = strategy === "single_audience";
    const accepted = shared ? [LOGIN, LOGIN] : [audiences.movies, audiences.books];
    for (const [index, steps] of sentToApis(strategy).entries()) {
      expect(steps.length).toBeGreaterThan(0);
      for (const step of steps) {
        expect(step.carries.map(({ audience }) => audience)).toEqual([accepted[index]]);
        expect(step.checks).toContain(`aud = ${accepted[index]}.`);
      }
    }
  });

  it("asks for the login's audience first", () => {
    const steps = stepsOf(strategy);
    expect(steps.find(({ to }) => to === "provider")?.words).toContain(`audience=${LOGIN}`);
    expect(steps.flatMap(accessTokens)[0]?.audience).toBe(LOGIN);
  });

  it("sends nobody a token that did not come to the sender before", () => {
    const held = new Set<string>();
    for (const { from, to, carries } of stepsOf(strategy)) {
      for (const token of carries) {
        const name = JSON.stringify([token.kind, token.audience, token.subject, token.act]);
        if (from !== "provider") expect(held).toContain(`${from} ${name}`);
        held.add(`${to} ${name}`);
      }
    }
  });

  it("gives a refresh token only where one is used", () => {
    const kinds = stepsOf(strategy).flatMap(({ carries }) => carries.map(({ kind }) => kind));
    expect(kinds.includes("refresh token")).toBe(usesRefreshToken || usesSession);
  });

  it("never sends an ID token or a refresh token to an API or a gateway", () => {
    for (const { to, carries } of stepsOf(strategy)) {
      if (to === "browser" || to === "provider" || to === "bff") continue;
      expect(carries.map(({ kind }) => kind)).toEqual(["access token"]);
    }
  });

  it("goes through the gateway exactly where the page does", () => {
    const calls = sentToApis(strategy).flat();
    expect(new Set(calls.map(({ from }) => from))).toEqual(
      new Set([usesSession ? "bff" : usesGateway ? "gateway" : "browser"]),
    );
    const toGateway = stepsOf(strategy).filter(
      ({ to, from }) => to === "gateway" && from === "browser",
    );
    for (const step of toGateway) {
      expect(step.carries.map(({ audience }) => audience)).toEqual([LOGIN]);
      expect(step.permission?.of).toBe("you");
    }
  });

  it("checks a permission at every door", () => {
    for (const step of stepsOf(strategy)) {
      const isDoor =
        step.to === "first" || step.to === "second" || step.sends.includes("/gateway/");
      expect(step.permission !== undefined).toBe(isDoor);
    }
  });
});

describe("with client credentials", () => {
  it("no token of the person ever reaches an API, and the gateway asks for its own", () => {
    for (const { from, carries } of stepsOf("gateway_client_credentials")) {
      if (from !== "gateway") continue;
      expect(carries.every(({ subject }) => subject === "the gateway")).toBe(true);
    }
  });

  it("an API asks for the gateway's permissions, not the person's", () => {
    for (const step of sentToApis("gateway_client_credentials").flat()) {
      expect(step.permission?.of).toBe("the gateway");
    }
  });
});

describe("with token exchange", () => {
  it("an API is sent a token of the person that names the gateway, and checks the person", () => {
    for (const step of sentToApis("token_exchange").flat()) {
      expect(step.carries[0]).toMatchObject({ subject: "you", act: "the gateway" });
      expect(step.permission?.of).toBe("you");
    }
  });
});

describe("with a backend for the frontend", () => {
  it("no token ever reaches the browser or leaves it", () => {
    for (const { from, to, carries } of stepsOf("backend_for_frontend")) {
      if (from === "browser" || to === "browser") expect(carries).toEqual([]);
    }
  });
});
