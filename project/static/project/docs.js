// Lets the API docs ask below /bff as a page of this site does: by its session, named by the session's handle.
(() => {
  let handle;

  async function handleOfSession() {
    // Asked again until somebody is logged in. That it changes is told by the answers.
    if (!handle) {
      const answer = await fetch("/bff/session", { headers: { "X-Usher": "1" } });
      if (answer.ok) handle = (await answer.json()).handle;
    }
    return handle ?? "1";
  }

  window.withSession = async (request) => {
    const { origin, pathname } = new URL(request.url, location.href);
    if (origin === location.origin && pathname.startsWith("/bff/")) {
      request.headers["X-Usher"] = await handleOfSession();
    }
    return request;
  };
})();
