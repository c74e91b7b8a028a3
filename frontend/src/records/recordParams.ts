/** The number of a record in an address. Anything else is an address that nobody owns. */
import { notFound } from "@tanstack/react-router";

export const recordParams = {
  parse: ({ id }: { id: string }) => {
    if (!/^\d+$/.test(id)) throw notFound();
    return { id: Number(id) };
  },
  stringify: ({ id }: { id: number }) => ({ id: String(id) }),
};
