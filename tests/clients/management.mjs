// Auth0's own SDK for its Management API. Arguments: domain, client id, client secret.
// Prints one line of JSON with what it read and changed.
import { ManagementClient } from "auth0";

const [domain, clientId, clientSecret] = process.argv.slice(2);
const tenant = new ManagementClient({ domain, clientId, clientSecret });

const people = [];
for await (const user of await tenant.users.list({ per_page: 2 })) people.push(user.username);
const [robin] = (await tenant.users.list({ q: "username:robin", search_engine: "v3" })).data;
const held = [];
for await (const entry of await tenant.users.permissions.list(robin.user_id, { per_page: 2 }))
  held.push(entry.permission_name);
const role = await tenant.roles.create({ name: "Guests of Node" });
const permission = { resource_server_identifier: "https://api.usher.example/", permission_name: "write:books" };
await tenant.roles.permissions.add(role.id, { permissions: [permission] });
await tenant.users.roles.assign(robin.user_id, { roles: [role.id] });
const roles = (await tenant.users.roles.list(robin.user_id)).data.map((each) => each.name);
const members = [];
for await (const user of await tenant.roles.users.list(role.id, { take: 1 })) members.push(user.name);
await tenant.roles.delete(role.id);
const gone = await tenant.roles.get(role.id).catch((error) => error.statusCode);
const refused = await tenant.users.update(robin.user_id, { password: "x" }).catch((error) => error.body.errorCode);
const apis = (await tenant.resourceServers.list()).data.map((api) => api.identifier);
const grants = (await tenant.clientGrants.list({ client_id: clientId })).data.map((grant) => grant.audience);
console.log(JSON.stringify({ people, held, roles, members, gone, refused, apis, grants }));
