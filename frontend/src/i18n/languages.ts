/** The languages of this site, each in its own words; the server speaks them too (LANGUAGES in its settings). */
export const LANGUAGES: Record<string, string> = { en: "English", de: "Deutsch" };
