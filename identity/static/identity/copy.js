// Copy what stands in an element, line by line, or print the page. Without scripts the buttons stay away.
for (const button of document.querySelectorAll("[data-copy], [data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!button.dataset.copy) return window.print();
    const element = document.getElementById(button.dataset.copy);
    const items = [...element.querySelectorAll("li")].map((item) => item.textContent.trim());
    await navigator.clipboard.writeText(items.length ? items.join("\n") : element.textContent.trim());
    button.textContent = button.dataset.copied;
  });
}
