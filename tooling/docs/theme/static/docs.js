/* What pages of the docs do beyond HTML: copy buttons, tables that a phone shows as cards, code that breaks well. */
"use strict";

for (const wide of document.querySelectorAll("main pre, main .table")) {
  if (wide.scrollWidth > wide.clientWidth) {
    wide.tabIndex = 0;
  }
}

// On a phone each cell stands below its heading (docs.css); the first says what the card is about.
for (const table of document.querySelectorAll("main table")) {
  const headings = [...table.querySelectorAll("th")].map((each) => each.textContent);
  for (const row of headings.length > 2 ? table.tBodies[0].rows : []) {
    for (const [index, cell] of [...row.cells].entries()) {
      if (index > 0 && cell.textContent.trim()) {
        cell.dataset.heading = headings[index];
      }
    }
  }
}

// A long name in code may break behind a sign that joins its parts, and nowhere else; what a row is about is read whole.
for (const word of document.querySelectorAll("main :not(pre, td:first-child > *) > code .pre, .on-page .pre")) {
  const parts = word.textContent.split(/(?<=[./_=:,&?-])(?=\w)/);
  if (word.textContent.length > 16 && parts.length > 1) {
    word.replaceChildren(...parts.flatMap((part, index) => (index ? [document.createElement("wbr"), part] : [part])));
  }
}

for (const code of document.querySelectorAll("main .highlight")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.querySelector("pre").textContent.trimEnd());
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  });
  if (navigator.clipboard) {
    code.append(button);
  }
}
