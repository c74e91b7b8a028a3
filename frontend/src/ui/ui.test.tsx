import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { clearDrafts, deleteDraft, loadDraft, saveDraft, unsavedForms } from "@/drafts/drafts";
import { whoCanGrant } from "@/permissions/sentences";
import { DeleteButton } from "@/records/DeleteButton";
import { Problem, Unreachable } from "@/session/problem";
import { errorMessage } from "./errorMessages";
import { formatList, formatSome, formatYear } from "./format";
import { Poster } from "./Poster";

function refusal(status: number, retryAfterSeconds: number | null = null): Problem {
  const headers = new Headers(retryAfterSeconds ? { "Retry-After": `${retryAfterSeconds}` } : {});
  return new Problem(new Response(null, { status, headers }), null);
}

describe("kept text", () => {
  const path = "/movies/new";

  beforeEach(() => saveDraft("usher|1", path, "Add a film", { title: "Heat" }));

  it("is given to nobody else, nor told of", () => {
    expect(loadDraft("usher|2", path)).toBeNull();
    expect(unsavedForms("usher|2")).toEqual([]);
    expect(loadDraft("usher|1", path)).toEqual({ title: "Heat" });
    expect(unsavedForms("usher|1")).toEqual([{ path, page: "Add a film" }]);
  });

  it("is gone once it is dropped", () => {
    deleteDraft(path);
    expect(loadDraft("usher|1", path)).toBeNull();
  });

  it("is gone after a logout", () => {
    clearDrafts();
    expect(loadDraft("usher|1", path)).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });
});

describe("words for what went wrong", () => {
  it("never blame or shout, and never say Forbidden", () => {
    const errors = [401, 403, 404, 412, 429, 500, 503].map((status) => refusal(status));
    for (const error of [...errors, new Unreachable(), new Error("x is undefined")]) {
      const { title, advice } = errorMessage(error);
      expect(title + advice).not.toMatch(/!|Forbidden|Unauthorized|undefined/);
      expect(title).not.toBe("");
    }
  });

  it("say how long to wait, in minutes when it is long", () => {
    expect(errorMessage(refusal(429, 1)).advice).toContain("in 1 second.");
    expect(errorMessage(refusal(503, 600)).advice).toContain("in 10 minutes.");
  });
});

describe("people in a sentence", () => {
  const ask = (names: string[], others: number) =>
    whoCanGrant({ permissions: [], ask: { names, others } });

  it("are counted when they are many, and nobody is invented", () => {
    expect(whoCanGrant(undefined)).toBeNull();
    expect(ask([], 0)).toBeNull();
    expect(ask(["Batman"], 0)).toBe("Batman");
    expect(ask(["Batman"], 1)).toBe("Batman and 1 other");
    expect(ask(["Batman", "Ann"], 3)).toBe("Batman, Ann and 3 others");
    expect(formatList(["a", "b"])).toBe("a and b");
    expect(formatSome(["a", "b", "c", "d"])).toBe("a, b, c and d");
    expect(formatSome(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 others");
  });
});

describe("a question before something is deleted", () => {
  it("without motion leads back to its button when Escape is pressed", async () => {
    const user = userEvent.setup();
    render(
      <I18nProvider i18n={i18n}>
        <MantineProvider theme={{ respectReducedMotion: true }}>
          <main id="content" tabIndex={-1}>
            <DeleteButton title="Employees" noun="role" remove={async () => undefined} />
          </main>
        </MantineProvider>
      </I18nProvider>,
    );
    const button = screen.getByRole("button", { name: "Delete the role" });
    await user.click(button);
    await waitFor(() => expect(screen.getByRole("button", { name: "Keep it" })).toHaveFocus());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(document.activeElement).not.toBe(document.body));
    expect(button).toHaveFocus();
  });
});

describe("a year", () => {
  it("before our era is said so, and an unknown one is nothing", () => {
    expect(formatYear(-750)).toBe("750 BC");
    expect(formatYear(null)).toBe("");
  });
});

describe("a poster", () => {
  const picture = (container: HTMLElement) => container.querySelector("img");

  it("that is not there yet is asked for a minute long ever more rarely, and leaves a drawn cover", () => {
    vi.useFakeTimers();
    const { container } = render(<Poster picture="/pictures/x" title="The Heat" size="card" />);
    for (const seconds of [2, 4, 8, 16, 32]) {
      fireEvent.error(picture(container) as HTMLImageElement);
      act(() => vi.advanceTimersByTime(seconds * 1000 - 1));
      expect(picture(container)).toBeNull();
      act(() => vi.advanceTimersByTime(1));
    }
    fireEvent.error(picture(container) as HTMLImageElement);
    act(() => vi.advanceTimersByTime(3_600_000));
    expect(picture(container)).toBeNull();
    expect(screen.getByText("The Heat")).toBeInTheDocument();
    vi.useRealTimers();
  });

  it("is seen once it is there, and until then the cover behind it", () => {
    const { container } = render(<Poster picture="/pictures/x" title="The Heat" size="card" />);
    expect(picture(container)).not.toHaveAttribute("data-there");
    fireEvent.load(picture(container) as HTMLImageElement);
    expect(picture(container)).toHaveAttribute("data-there");
  });

  it("is drawn from its title, the same every time", () => {
    const drawn = (title: string) =>
      render(<Poster picture={null} title={title} size="page" />).container.innerHTML;
    expect(drawn("千と千尋の神隠し")).toBe(drawn("千と千尋の神隠し"));
    expect(drawn("Heat")).not.toBe(drawn("Heat 2"));
  });
});
