/** Whether two addresses are of one site, as browsers see it when they keep cookies apart. */

/** True only where it is certain: two names below one suffix such as co.uk count as one site,
 * so that nobody is told of blocked cookies without reason. */
export function isCrossSite(one: string, other: string): boolean {
  return siteOf(hostOf(one)) !== siteOf(hostOf(other));
}

export function hostOf(address: string): string {
  return new URL(address).hostname;
}

/** The last two labels of a name; an IP address or a name of one label is a site by itself. */
function siteOf(host: string): string {
  const isAddress = host.startsWith("[") || /^[\d.]+$/.test(host);
  return isAddress ? host : host.split(".").slice(-2).join(".");
}
