// Light or dark as it was chosen in the app, before the first paint.
{
  const chosen = localStorage.getItem("mantine-color-scheme-value");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
}
