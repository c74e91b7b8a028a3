import type { MenuEntry } from "@/session/pageFacts";

export const movieMenu: MenuEntry = { label: "Movies", to: "/movies", requires: "list:movies" };
