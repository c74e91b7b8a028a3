// Offer passkeys where the browser has them, and say in words when one could not be used.
{
  const sentence = document.currentScript.dataset.problem;
  const login = document.getElementById("passkey_login");
  const elsewhere = document.getElementById("passkey_elsewhere");
  // That this browser has one is remembered here alone: who has a passkey is told to no stranger.
  const known = localStorage.getItem("usher-passkey");
  if (window.PublicKeyCredential) {
    const second = document.getElementById("passkey_authenticate");
    if (second) second.hidden = false;
    if (login) (known ? login : elsewhere).hidden = false;
    elsewhere?.addEventListener("click", () => login.click());
  }
  for (const id of ["mfa_credential", "id_credential"]) {
    const form = document.getElementById(id)?.form;
    // allauth submits by itself once there is a credential, which tells no event.
    if (form) {
      const submit = form.submit.bind(form);
      form.submit = () => {
        localStorage.setItem("usher-passkey", "yes");
        submit();
      };
    }
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const problem = document.getElementById("passkey_problem");
    problem.textContent = sentence;
    problem.hidden = false;
  });
}
