/** What jsdom lacks and every test needs. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach } from "vitest";
import { activated } from "@/i18n/activate";
import { clearNotices } from "@/ui/notices";

await activated;

// How soon a busy machine draws is no test's claim.
configure({ asyncUtilTimeout: 5_000 });

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
  clearNotices();
});

// What a closed dialog does about the focus comes a moment later, and wants the page to be there.
afterAll(() => new Promise((resolve) => setTimeout(resolve, 100)));

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

globalThis.ResizeObserver = NoObserver;
Object.defineProperty(document, "fonts", { value: new EventTarget() });
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
// A desktop, in light colours, with motion reduced.
window.matchMedia = (query) =>
  ({
    matches: query.includes("min-width") || query.includes("reduced-motion"),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList;
