/** Opens one page cold in a fresh browser, logged in, as Lighthouse measures a phone; prints JSON.
 *
 * node first_load.mjs BROWSER SITE PATH USER PASSWORD ROUNDS */
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const [executablePath, site, path, user, password, rounds] = process.argv.slice(2);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
/** Lighthouse's "slow 4G" and phone, applied and not reckoned: for when the first row is there. */
const SLOW_4G = { latency: 150, download: (1638.4 * 1024 * 0.9) / 8, upload: (675 * 1024 * 0.9) / 8 };
const PHONE = { width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true };
const ROW = 'main :is(tbody tr, li) a[href*="/movies/"]';

async function logIn(browser) {
  const page = await browser.newPage();
  await page.goto(site + path);
  await (await page.waitForSelector("::-p-aria([name='Log in'][role='button'])")).click();
  await page.waitForSelector("input[name=login]");
  await page.type("input[name=login]", user);
  await page.type("input[name=password]", password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.waitForSelector(ROW);
  return page;
}

async function forgetFiles(page) {
  const devtools = await page.createCDPSession();
  await devtools.send("Network.clearBrowserCache");
  await devtools.detach();
}

/** The page as it comes with the network and the processor of a phone. */
async function applied(browser) {
  const page = await browser.newPage();
  await forgetFiles(page);
  await page.setViewport(PHONE);
  const devtools = await page.createCDPSession();
  const asked = new Map();
  await devtools.send("Network.enable");
  devtools.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (request.url.startsWith(site)) asked.set(requestId, { url: request.url.slice(site.length), type, bytes: 0 });
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) asked.get(requestId).bytes = encodedDataLength;
  });
  devtools.on("Network.loadingFailed", ({ requestId }) => {
    if (asked.has(requestId)) asked.get(requestId).failed = true;
  });
  await page.emulateNetworkConditions({ ...SLOW_4G });
  await page.emulateCPUThrottling(4);
  await page.evaluateOnNewDocument((row) => {
    const seen = { row: null, lcp: null, cls: 0, tbt: 0, fcp: null };
    window.firstLoad = seen;
    new MutationObserver((_, observer) => {
      if (!document.querySelector(row)) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => { seen.row = performance.now(); }));
    }).observe(document, { childList: true, subtree: true });
    const observe = (type, take) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    observe("largest-contentful-paint", (entry) => {
      seen.lcp = entry.startTime;
    });
    observe("paint", (entry) => { if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime; });
    observe("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
    observe("longtask", (entry) => { seen.tbt += entry.duration - 50; });
  }, ROW);
  await page.goto(site + path);
  await page.waitForFunction("window.firstLoad.row !== null", { timeout: 60_000 });
  await new Promise((done) => setTimeout(done, 1500));
  const seen = await page.evaluate("window.firstLoad");
  const requests = [...asked.values()];
  await page.close();
  return { ...seen, requests };
}

async function audited(page) {
  await forgetFiles(page);
  await page.goto("about:blank");
  const flags = { disableStorageReset: true, onlyCategories: ["performance"] };
  const { lhr } = await lighthouse(site + path, flags, undefined, page);
  const value = (name) => lhr.audits[name].numericValue;
  return {
    score: lhr.categories.performance.score,
    lcp: value("largest-contentful-paint"),
    fcp: value("first-contentful-paint"),
    si: value("speed-index"),
    tbt: value("total-blocking-time"),
    cls: value("cumulative-layout-shift"),
    bytes: value("total-byte-weight"),
    benchmark: lhr.environment.benchmarkIndex,
  };
}

const browser = await puppeteer.launch({ executablePath, args: FLAGS });
try {
  const page = await logIn(browser);
  const results = { reckoned: [], applied: [] };
  for (let round = 0; round < Number(rounds); round += 1) {
    results.reckoned.push(await audited(page));
    results.applied.push(await applied(browser));
  }
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}
