/** What an API is called in the language of the page; the API itself answers in English. */
import { t } from "@lingui/core/macro";

const TITLES: Record<string, () => string> = {
  movies: () => t`Movies`,
  books: () => t`Books`,
  users: () => t`People`,
  roles: () => t`Roles`,
  audit: () => t`Audit trail`,
};

/** One that is new here has its English title until it has a line above. */
export function resourceTitle({ name, title }: { name: string; title: string }): string {
  return TITLES[name]?.() ?? title;
}
