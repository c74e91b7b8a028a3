// Offer passkeys where the browser has them, and say in words when one could not be used.
for (const id of ["passkey_login", "passkey_authenticate"]) {
  const button = document.getElementById(id);
  if (button && window.PublicKeyCredential) button.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey_problem");
  problem.textContent = "The passkey could not be used. Try once more, or choose another way.";
  problem.hidden = false;
});
