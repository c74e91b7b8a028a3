"""Search for tokens wherever a browser, and what it talks to, could hold one."""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PIECE = 40  # characters
# What a token is made of, and what stands between two of them.
RUN = re.compile(r"[\w.-]{20,}", re.ASCII)

STORED = """async () => {
  const databases = {};
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    await new Promise((done) => (open.onsuccess = done));
    for (const store of open.result.objectStoreNames) {
      const all = open.result.transaction(store).objectStore(store).getAll();
      await new Promise((done) => (all.onsuccess = done));
      databases[`${name} ${store}`] = all.result;
    }
    open.result.close();
  }
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push(request.url, await (await cache.match(request)).text());
    }
  }
  return {
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    IndexedDB: JSON.stringify(databases),
    Cache: JSON.stringify(kept),
    document: document.documentElement.outerHTML + location.href + JSON.stringify(history.state),
  };
}"""


def places_of(page: Page) -> dict[str, str]:
    """Return all that a page, and the browser for it, keeps, by where."""
    return {
        **page.evaluate(STORED),
        "cookies": json.dumps(page.context.cookies()),
        "heap": "\n".join(_strings_in_memory(page)),
    }


def _strings_in_memory(page: Page) -> list[str]:
    browser, pieces = page.context.new_cdp_session(page), []
    browser.on("HeapProfiler.addHeapSnapshotChunk", lambda event: pieces.append(event["chunk"]))
    browser.send("HeapProfiler.enable")
    browser.send("HeapProfiler.collectGarbage")
    browser.send("HeapProfiler.takeHeapSnapshot")
    browser.detach()
    strings: list[str] = json.loads("".join(pieces))["strings"]
    return strings


def traffic_in(recording: Path) -> dict[str, str]:
    """Return what went over the network, of a recording (HAR): addresses apart from all the rest."""
    addresses: list[str] = []

    def rest(part: Any) -> Any:
        if isinstance(part, list):
            return [rest(each) for each in part]
        if not isinstance(part, Mapping):
            return part
        named = str(part.get("name", "")).lower()
        kept = {}
        for name, value in part.items():
            is_address = name in ("url", "redirectURL", "queryString") or (
                name == "value" and named in ("location", "referer", ":path")
            )
            if is_address:
                addresses.append(json.dumps(value))
            else:
                kept[name] = rest(value)
        return kept

    traffic = json.dumps(rest(json.loads(recording.read_text())["log"]["entries"]))
    return {"traffic": traffic, "addresses": "\n".join(addresses)}


def places_with(secrets: Collection[str], places: Mapping[str, str]) -> set[str]:
    """Return the names of the places in which one of these stands, whole or 40 characters of it."""
    pieces = [piece for secret in secrets for piece in _pieces(secret)]
    found = set()
    for name, text in places.items():
        runs = "\n".join(set(RUN.findall(text)))
        if any(piece in runs for piece in pieces):
            found.add(name)
    return found


def _pieces(secret: str) -> list[str]:
    return [secret[start : start + PIECE] for start in range(0, max(len(secret) - PIECE, 0) + 1, PIECE)]
