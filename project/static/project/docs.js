// Swagger UI as this site has it: rows with their ticket, a search, and who is logged in.
(() => {
  const { config, oauth2, sessions } = JSON.parse(document.getElementById("docs").textContent);
  const person = document.getElementById("person");
  const logIn = document.getElementById("log-in");
  const other = document.getElementById("log-in-other");
  const found = document.getElementById("found");
  let handle; // of this browser's session
  let asSomebodyElse = false;
  let held = new Set(); // the permissions of whoever is logged in

  const asked = (specification, path, method) => specification.getIn(["paths", path, method, "x-requires"]);

  // What an operation takes stands in its row: a permission as a ticket, dotted until it is held (mend), or words.
  const Requirement = (Path, { React, specSelectors }) => (props) => {
    const { path, method } = props.operationProps.toObject();
    const specification = specSelectors.specJson();
    const permission = specification.getIn(["paths", path, method, "x-required-permission"]);
    const what = asked(specification, path, method);
    const drawn = React.createElement("span", { className: permission ? "ticket missing" : "takes", translate: "no" }, what);
    return React.createElement(React.Fragment, null, React.createElement(Path, props), what && drawn);
  };

  // All words must occur, in the path, the summary, the ticket or the tag.
  const search = (tags, phrase) => {
    const words = phrase.toLowerCase().split(/\s+/);
    const fits = (tag, row) => {
      const operation = row.get("operation");
      const text = [tag, row.get("method"), row.get("path"), operation.get("summary"), operation.get("x-requires")];
      return words.every((word) => text.join(" ").toLowerCase().includes(word));
    };
    return tags
      .map((group, tag) => group.update("operations", (rows) => rows.filter((row) => fits(tag, row))))
      .filter((group) => group.get("operations").size);
  };

  const after = (act) => (original) => (...args) => {
    const answer = original(...args);
    act();
    return answer;
  };

  // The button says what it is for, to a stranger and to who is logged in.
  const LogInToTry = (Button, { React }) => ({ isAuthorized, onClick, showPopup, getComponent, ...props }) =>
    sessions
      ? React.createElement(Button, { isAuthorized, onClick, showPopup, getComponent, ...props })
      : React.createElement(
          "div",
          { className: "auth-wrapper" },
          React.createElement(
            "button",
            { className: `btn authorize ${isAuthorized ? "" : "primary"}`, onClick },
            isAuthorized ? root.dataset.yourLogin : root.dataset.logInToTry,
          ),
          showPopup && React.createElement(getComponent("authorizationPopup", true)),
        );

  const plugin = ({ React }) => ({
    fn: { opsFilter: search },
    components: {
      FilterContainer: () => null, // The page has a search of its own.
      // A link may not stand in the button that opens its row; opening it puts its address into the browser.
      DeepLink: ({ text }) => React.createElement("span", null, text),
    },
    wrapComponents: { OperationSummaryPath: Requirement, authorizeBtn: LogInToTry },
    statePlugins: {
      auth: {
        wrapActions: {
          authorize: after(showPerson),
          authorizeOauth2: after(showPerson),
          logout: after(showPerson),
          // The issuer asks again whoever it knows already, and lets them be somebody else.
          authPopup: (original) => (address, ...args) =>
            original(asSomebodyElse ? `${address}&prompt=login` : address, ...args),
        },
      },
    },
  });

  async function session() {
    const answer = await fetch("/bff/session", { headers: { "X-Usher": "1" } });
    return answer.ok ? answer.json() : null;
  }

  // A page of this site asks below /bff by its session, which it names by the session's handle.
  async function withSession(request) {
    const { origin, pathname } = new URL(request.url, location.href);
    if (origin === location.origin && pathname.startsWith("/bff/")) {
      handle ??= (await session())?.handle;
      request.headers["X-Usher"] = handle ?? "1";
    }
    return request;
  }

  async function nameByToken() {
    const [login] = Object.values(ui.authSelectors.authorized()?.toJS() ?? {});
    const token = login?.token?.access_token ?? login?.value;
    if (typeof token !== "string") return null;
    const answer = await fetch("/me/permissions", { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) return null;
    const { name, subject, permissions } = await answer.json();
    held = new Set(permissions);
    return name || subject;
  }

  async function nameBySession() {
    const present = await session();
    handle = present?.handle;
    const answer = handle && (await fetch("/bff/me/permissions", { headers: { "X-Usher": handle } }));
    if (answer?.ok) held = new Set((await answer.json()).permissions);
    return present && (present.id_claims.name || present.id_claims.sub);
  }

  async function showPerson() {
    held = new Set();
    const name = (await (sessions ? nameBySession() : nameByToken())) ?? null;
    person.textContent = name ?? "";
    logIn.hidden = name !== null;
    other.hidden = name === null;
    soon();
  }

  // What Swagger UI leaves without a name for screen readers, or without a way to it by keyboard.
  const MENDED = {
    "#servers": { "aria-label": "Server" },
    ".examples-select-element": { "aria-label": "Example" },
    "textarea.body-param__text": { "aria-label": "Request body" },
    ".close-modal": { "aria-label": "Close" },
    ".modal-btn[aria-label]": { "aria-label": null },
    "pre.microlight": { tabindex: "0" },
    ":is(.opblock-tag, .modal-ux-header h3)": { "aria-level": "2" },
    ":is(.opblock-section-header, .auth-container) h4": { "aria-level": "3" },
    ":is(.opblock-body, .auth-container) :is(h5, h6)": { "aria-level": "4" },
    "main": { role: "presentation" }, // The page has one around it.
  };
  const mend = () => {
    for (const [selector, attributes] of Object.entries(MENDED)) {
      for (const [name, value] of Object.entries(attributes)) {
        for (const element of root.querySelectorAll(selector)) {
          if (value === null) element.removeAttribute(name);
          else element.setAttribute(name, value);
        }
      }
    }
    for (const title of root.querySelectorAll(".modal-ux-header h3")) title.textContent = root.dataset.yourLogin;
    for (const ticket of root.querySelectorAll(".ticket")) {
      ticket.classList.toggle("missing", !held.has(ticket.textContent));
    }
    for (const field of root.querySelectorAll("tr[data-param-name] :is(select, textarea, input):not([aria-label])")) {
      field.setAttribute("aria-label", field.closest("tr").dataset.paramName);
    }
  };
  const root = document.getElementById("swagger-ui");
  let mending = 0;
  const soon = () => {
    cancelAnimationFrame(mending);
    mending = requestAnimationFrame(mend);
  };
  new MutationObserver(soon).observe(root, { childList: true, subtree: true });

  const ui = SwaggerUIBundle({
    ...config,
    dom_id: "#swagger-ui",
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [plugin],
    layout: "BaseLayout",
    ...(sessions && { requestInterceptor: withSession }),
  });

  if (sessions) {
    showPerson();
    // The login is in a window beside this one.
    addEventListener("focus", showPerson);
  } else {
    ui.initOAuth(oauth2);
    const open = () => ui.authActions.showDefinitions(ui.authSelectors.definitionsToAuthorize());
    logIn.addEventListener("click", open);
    other.addEventListener("click", () => {
      asSomebodyElse = true;
      ui.authActions.logout(Object.keys(ui.authSelectors.authorized().toJS()));
      open();
    });
  }

  document.getElementById("search").addEventListener("input", ({ target }) => {
    const phrase = target.value.trim();
    ui.layoutActions.updateFilter(phrase || true);
    const groups = ui.specSelectors.taggedOperations().toList();
    const number = groups.reduce((sum, group) => sum + group.get("operations").size, 0);
    found.textContent = phrase && found.dataset[number === 1 ? "one" : "many"].replace("0", number);
  });
})();
