import { createAuth0 } from "@auth0/auth0-vue";
import { createApp } from "vue";
import App from "./App.vue";

const { VITE_ISSUER, VITE_CLIENT_ID, VITE_AUDIENCE } = import.meta.env;

// With `audience` the access token is a JWT for the APIs; with `openid` there is an ID token beside it.
const auth0 = createAuth0({
  domain: VITE_ISSUER,
  clientId: VITE_CLIENT_ID,
  authorizationParams: {
    audience: VITE_AUDIENCE,
    scope: "openid profile email",
    redirect_uri: `${location.origin}/`,
  },
});
createApp(App).use(auth0).mount("#app");
