/* The search in the house's words, its excerpts without headings; each page listed once. After searchtools.js. */
"use strict";

Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": "What was found",
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
    "No page has all these words. Try fewer, or another.",
  "Search finished, found one page matching the search query.": [
    "One page.",
    "${resultCount} pages, those that help first, those that say why behind.",
  ],
});

// What a page is known for stands at its head, in an element without a text.
const textOf = Search.htmlToText;
Search.htmlToText = (html, anchor) =>
  textOf(html.replace(/<(h[1-4]|th|pre)\b.*?<\/\1>/gs, " "), anchor?.startsWith("#index-") ? "" : anchor);

// A page that is found by its own words and by those it is known for.
const listed = new Set();
new MutationObserver((changes) => {
  for (const item of changes.flatMap((change) => [...change.addedNodes])) {
    const title = item.matches?.("li") && item.querySelector("a")?.textContent;
    item.hidden = title ? listed.has(title) : false;
    listed.add(title);
  }
}).observe(document.getElementById("search-results"), { childList: true, subtree: true });
