import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Surroundings } from "@/testing/Surroundings";
import { type LastChange, LastChanged } from "./LastChanged";

const at = "2026-11-21T12:00:00Z";

function untold(why: LastChange["untold"]): LastChange {
  return { at: null, by: null, untold: why };
}

describe("who changed a record last", () => {
  it.each<[string, LastChange | null, string]>([
    ["nobody", null, "What stands here has been so for a year, or came by an import."],
    ["withheld", untold("withheld"), "This app is not told who changed it last."],
    ["unknown", untold("unknown"), "It cannot be said just now who changed it last."],
  ])("is %s, which are not the same", (_, change, words) => {
    render(<LastChanged change={change} />);
    expect(screen.getByText(words)).toBeVisible();
  });

  it("is not spoken of where the API does not tell", () => {
    const { container } = render(<LastChanged change={undefined} />);
    expect(container).toBeEmptyDOMElement();
  });

  it.each<[LastChange["by"], RegExp]>([
    [null, /^Last changed by somebody on Nov 21, 2026, /],
    [{ subject: "usher|1", name: "Batman" }, /^Last changed by Batman on /],
    [{ subject: "auth0|7", name: "" }, /^Last changed by auth0\|7 on /],
    [{ subject: "command:shell", name: "root" }, /^Last changed by the command shell on /],
  ])("by %j", (by, words) => {
    render(<LastChanged change={{ at, by, untold: null }} />, { wrapper: Surroundings });
    expect(screen.getByText(/Last changed/)).toHaveTextContent(words);
  });
});
