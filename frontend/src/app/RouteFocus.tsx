/** After a change of page the focus moves to it, and a screen reader hears its title. */
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { announce } from "@/ui/announce";

/** A page that loads its code first has its title a little later. */
const TITLE_DELAY_MS = 300;

export function RouteFocus() {
  const { pathname } = useLocation();
  const previous = useRef(pathname);

  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    document.getElementById("content")?.focus({ preventScroll: true });
    const timer = setTimeout(() => announce(document.title), TITLE_DELAY_MS);
    return () => clearTimeout(timer);
  }, [pathname]);

  return null;
}
