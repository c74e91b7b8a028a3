/* What pages of the docs do beyond HTML: copy buttons, and wide code that the keyboard can scroll. */
"use strict";

for (const wide of document.querySelectorAll("main pre, main .table")) {
  if (wide.scrollWidth > wide.clientWidth) {
    wide.tabIndex = 0;
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
