/** All of a feature that shows the records of one resource: its pages, its menu entry and its card. */
import { type AnyRoute, createRoute, LazyRoute, notFound } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { rootRoute } from "@/routing/rootRoute";
import type { MenuEntry } from "@/routing/routeMeta";
import type { ResourceName } from "./collection";
import { ResourceCard } from "./ResourceCard";
import { type Resource, type ResourceDefinition, searchIn } from "./resource";
import { only } from "./searchParams";

export function resourceFeature<const Name extends ResourceName>(
  definition: ResourceDefinition<Name>,
) {
  // The compiler has held its table against the types of this one API; the screens take any.
  const resource = definition as unknown as Resource;
  const { name, title, noun } = definition;
  const menu: MenuEntry = {
    label: title,
    to: `/${name}`,
    requires: `list:${name}`,
    Card: () => <ResourceCard resource={resource} />,
  };
  return { name, noun, menu, resource, routes: routesOf(name, resource) };
}

/** The number of a record. Anything else is an address that nobody owns. */
const RECORD_PARAMS = {
  parse: ({ id }: { id: string }) => {
    if (!/^\d+$/.test(id)) throw notFound();
    return { id: Number(id) };
  },
};

function routesOf<const Name extends ResourceName>(name: Name, resource: Resource) {
  const getParentRoute = () => rootRoute;
  const shown = (Screen: ComponentType<{ resource: Resource }>) =>
    new LazyRoute<AnyRoute>({ id: name, component: () => <Screen resource={resource} /> });
  // The router types parameters by a path it knows; this one is put together.
  const params = RECORD_PARAMS as never;
  return [
    createRoute({
      getParentRoute,
      path: name,
      validateSearch: only((raw) => searchIn(resource, raw)),
      staticData: { requires: `list:${name}` },
    }).lazy(() => import("./ResourceListPage").then((page) => shown(page.ResourceListPage))),
    createRoute({
      getParentRoute,
      path: `${name}/new`,
      staticData: { requires: `write:${name}` },
    }).lazy(() => import("./ResourceFormPages").then((pages) => shown(pages.AddPage))),
    createRoute({
      getParentRoute,
      path: `${name}/$id`,
      params,
      staticData: { requires: `read:${name}` },
    }).lazy(() => import("./ResourcePage").then((page) => shown(page.ResourcePage))),
    createRoute({
      getParentRoute,
      path: `${name}/$id/edit`,
      params,
      staticData: { requires: `edit:${name}` },
    }).lazy(() => import("./ResourceFormPages").then((pages) => shown(pages.EditPage))),
  ] as const;
}
