import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Surroundings } from "@/testing/Surroundings";
import { type LastChange, LastChanged } from "./LastChanged";

const at = "2026-11-21T12:00:00Z";

describe("who changed a record last", () => {
  it("is nothing where nobody did, or nothing may be told", () => {
    render(<LastChanged change={null} />);
    expect(screen.queryByText(/Last changed/)).toBeNull();
  });

  it.each<[LastChange["by"], RegExp]>([
    [null, /^Last changed by somebody on Nov 21, 2026, /],
    [{ subject: "usher|1", name: "Batman" }, /^Last changed by Batman on /],
    [{ subject: "auth0|7", name: "" }, /^Last changed by auth0\|7 on /],
    [{ subject: "command:shell", name: "root" }, /^Last changed by the command shell on /],
  ])("by %j", (by, words) => {
    render(<LastChanged change={{ at, by }} />, { wrapper: Surroundings });
    expect(screen.getByText(/Last changed/)).toHaveTextContent(words);
  });
});
