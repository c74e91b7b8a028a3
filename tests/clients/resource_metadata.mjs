// Learns from an API's own 401 where to get a token for it (RFC 9728), as a client that knows its address alone.
// Arguments: addresses. Prints, for each, one line of JSON: the metadata, with the address it came from as "at".
import * as oauth from "oauth4webapi";

const options = { [oauth.allowInsecureRequests]: true };
for (const address of process.argv.slice(2)) {
  const refusal = await fetch(address);
  const named = /resource_metadata="([^"]+)"/.exec(refusal.headers.get("www-authenticate"))?.[1];
  const answer = await oauth.resourceDiscoveryRequest(new URL(address), options);
  const metadata = await oauth.processResourceDiscoveryResponse(new URL(address), answer.clone());
  if (answer.url !== named) throw new Error(`${address} names ${named}, and its metadata is at ${answer.url}`);
  console.log(JSON.stringify({ status: refusal.status, at: named, ...metadata }));
}
