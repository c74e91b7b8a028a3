// Light or dark as it was chosen, in the app or here, before the first paint; else as the computer says.
{
  const KEY = "mantine-color-scheme-value"; // the app's
  const NEXT = { auto: "light", light: "dark", dark: "auto" };
  const { dataset } = document.documentElement;
  const show = () => {
    const chosen = localStorage.getItem(KEY);
    dataset.scheme = chosen in NEXT ? chosen : "auto";
  };
  show();
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".site-scheme");
    if (!button) return;
    const name = () => {
      button.title = button.ariaLabel = button.dataset[dataset.scheme];
    };
    name();
    button.addEventListener("click", () => {
      localStorage.setItem(KEY, NEXT[dataset.scheme]);
      show();
      name();
    });
  });
}
