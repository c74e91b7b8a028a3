/** That somebody was logged in in this browser, and nothing else: so that a page which finds nobody
 * any more says so, and one where nobody was asks no provider in vain. */

const KEY = "usher-logged-in";

export function wasLoggedIn(): boolean {
  return localStorage.getItem(KEY) !== null;
}

export function markLogin(isLoggedIn: boolean): void {
  if (isLoggedIn) localStorage.setItem(KEY, "yes");
  else localStorage.removeItem(KEY);
}
