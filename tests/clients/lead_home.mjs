// Loaded before a program of others: what it sends to a tenant's https address goes to a server here.
const realFetch = globalThis.fetch;
globalThis.fetch = (url, options) => realFetch(String(url.url ?? url).replace(process.env.TENANT, process.env.SITE), options);
