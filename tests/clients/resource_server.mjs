// An Express API guarded by Auth0's own middleware, which knows nothing of Usher.
// Arguments: issuer, audience. Standard input: one access token a line.
// Prints, for each token, one line of JSON: { status, permissions | error }.
import { createInterface } from "node:readline";
import express from "express";
import { auth, claimIncludes } from "express-oauth2-jwt-bearer";

const [issuerBaseURL, audience] = process.argv.slice(2);
const app = express();
app.get(
  "/movies",
  auth({ issuerBaseURL, audience, tokenSigningAlg: "RS256" }),
  claimIncludes("permissions", "list:movies"),
  (request, response) => response.json({ permissions: request.auth.payload.permissions }),
);
app.use((error, _request, response, _next) =>
  response.status(error.status ?? 500).json({ error: error.code ?? error.message }),
);

const server = app.listen(0, "127.0.0.1", async () => {
  const address = `http://127.0.0.1:${server.address().port}/movies`;
  for await (const token of createInterface({ input: process.stdin })) {
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    console.log(JSON.stringify({ status: answer.status, ...(await answer.json()) }));
  }
  server.close();
});
