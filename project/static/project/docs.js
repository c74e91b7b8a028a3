// Swagger UI as this site has it: rows with their ticket, a search, and who is logged in.
(() => {
  const { config, oauth2, sessions, said } = JSON.parse(document.getElementById("docs").textContent);
  const person = document.getElementById("person");
  const logIn = document.getElementById("log-in");
  const other = document.getElementById("log-in-other");
  const found = document.getElementById("found");
  const root = document.getElementById("swagger-ui");
  const words = root.dataset;
  let handle; // of this browser's session
  let startLogin; // of Swagger UI, once it stands
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

  const logOut = () => ui.authActions.logout(Object.keys(ui.authSelectors.authorized().toJS()));

  // One step in, by the button itself; a token by hand is folded beside it.
  const LogInToTry = (_, { React: { createElement: element }, authSelectors }) => ({ isAuthorized, getComponent }) => {
    // Where tokens stay at the server there is none.
    const login = authSelectors
      .definitionsToAuthorize()
      .flatMap((each) => each.entrySeq())
      .find(([, each]) => each.get("type") === "oauth2");
    const useToken = (event) => {
      event.preventDefault();
      const value = new FormData(event.target).get("token").trim();
      ui.authActions.authorize({ token: { name: "token", schema: { type: "http", scheme: "bearer" }, value } });
    };
    return element(
      "div",
      { className: "auth-wrapper" },
      login && !sessions
        ? element(getComponent("oauth2", true), { name: login[0], schema: login[1], authorized: authSelectors.authorized() })
        : isAuthorized && element("button", { type: "button", className: "btn", onClick: logOut }, words.logOut),
      !isAuthorized &&
        element(
          "details",
          { className: "own-token" },
          element("summary", null, words.ownToken),
          element(
            "form",
            { onSubmit: useToken },
            element("label", { htmlFor: "token" }, words.token),
            element("input", { id: "token", name: "token", required: true, autoComplete: "off", spellCheck: false }),
            element("button", { className: "btn" }, words.useToken),
          ),
        ),
    );
  };

  // Swagger UI's login without its form: the client and what it asks for are known.
  const LoginButton = (Login, { React: { createElement: element, Fragment } }) =>
    class extends Login {
      render() {
        const { authorized, errActions, errSelectors, name } = this.props;
        startLogin = (isOther) => {
          asSomebodyElse = isOther;
          errActions.clear({ authId: name });
          delete this.state.code; // Swagger UI would send the last login's again.
          this.authorize();
        };
        const act = authorized.size
          ? { className: "btn", onClick: logOut }
          : { className: "btn authorize primary", onClick: () => startLogin(false) };
        const faults = errSelectors.allErrors().filter((fault) => fault.get("authId") === name);
        return element(
          Fragment,
          null,
          element("button", { type: "button", ...act }, authorized.size ? words.logOut : words.logInToTry),
          faults.map((fault, at) => element("p", { key: at, role: "alert" }, fault.get("message"))),
        );
      }
    };

  // What may be refused is a line each; its answer opens below.
  const FoldedRefusal = (Response, { React: { createElement: element, Fragment, useState } }) => (props) => {
    const [isOpen, setOpen] = useState(false);
    if (props.code < "400") return element(Response, props);
    const act = { type: "button", "aria-expanded": isOpen, onClick: () => setOpen(!isOpen) };
    return element(
      Fragment,
      null,
      element(
        "tr",
        { className: "refusal" },
        element("td", { className: "response-col_status" }, props.code),
        element("td", null, element("button", act, props.response.get("description"))),
      ),
      isOpen && element(Response, props),
    );
  };

  const plugin = ({ React }) => ({
    fn: { opsFilter: search },
    components: {
      FilterContainer: () => null, // The page has a search of its own.
      // A link may not stand in the button that opens its row; opening it puts its address into the browser.
      DeepLink: ({ text }) => React.createElement("span", null, text),
    },
    wrapComponents: { OperationSummaryPath: Requirement, authorizeBtn: LogInToTry, oauth2: LoginButton, response: FoldedRefusal },
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
    const hadFocus = document.activeElement === logIn;
    logIn.hidden = name !== null;
    other.hidden = name === null;
    if (hadFocus && logIn.hidden) other.focus();
    soon();
  }

  // What Swagger UI leaves without a name for screen readers, or without a way to it by keyboard.
  const MENDED = {
    "#servers": { "aria-label": words.server },
    ".examples-select-element": { "aria-label": words.example },
    "textarea.body-param__text": { "aria-label": words.body },
    "pre.microlight": { tabindex: "0" },
    ".opblock-tag": { "aria-level": "2" },
    ".opblock-section-header h4": { "aria-level": "3" },
    ".opblock-body :is(h5, h6)": { "aria-level": "4" },
    "main": { role: "presentation" }, // The page has one around it.
  };
  // Swagger UI speaks English alone. What an API says stays as it is.
  const OF_THE_API = "pre, code, textarea, option, .opblock-summary, .opblock-tag, .markdown, .renderedMarkdown, .parameters-col_name";
  const translate = () => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      const translated = said[data.trim()];
      if (translated && !parentElement.closest(OF_THE_API)) texts.currentNode.data = data.replace(data.trim(), translated);
    }
  };
  const mend = () => {
    if (Object.keys(said).length) translate();
    for (const [selector, attributes] of Object.entries(MENDED)) {
      for (const [name, value] of Object.entries(attributes)) {
        for (const element of root.querySelectorAll(selector)) {
          element.setAttribute(name, value);
        }
      }
    }
    for (const ticket of root.querySelectorAll(".ticket")) {
      ticket.classList.toggle("missing", !held.has(ticket.textContent));
    }
    for (const field of root.querySelectorAll("tr[data-param-name] :is(select, textarea, input):not([aria-label])")) {
      field.setAttribute("aria-label", field.closest("tr").dataset.paramName);
    }
  };
  let mending = 0;
  const soon = () => {
    cancelAnimationFrame(mending);
    mending = requestAnimationFrame(mend);
  };
  new MutationObserver(soon).observe(root, { childList: true, subtree: true, characterData: true });

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
    logIn.addEventListener("click", () => startLogin?.(false));
    other.addEventListener("click", () => startLogin(true));
  }

  document.getElementById("search").addEventListener("input", ({ target }) => {
    const phrase = target.value.trim();
    ui.layoutActions.updateFilter(phrase || true);
    const groups = ui.specSelectors.taggedOperations().toList();
    const number = groups.reduce((sum, group) => sum + group.get("operations").size, 0);
    found.textContent = phrase && found.dataset[number === 1 ? "one" : "many"].replace("0", number);
  });
})();
