// Answers for the page where certificates are verified while the network is off. In front of this file stand `version` and
// `files`: what the page is made of. Kept are the page as a stranger gets it, in both languages, those files, our keys and the
// status lists; never an answer about a certificate, and nothing of who asked.

const pages = `verify-page-${version}`, documents = "verify-documents";
// The keys, and what they vouch for: neither is believed without the other.
const keys = "/.well-known/did.json", companion = "/.well-known/stafett-keys.json";
// Milliseconds: a network that takes longer than this is as good as none.
const patience = 3000;
// On what comes from here instead of the network, so that the page knows how old it may be.
const mark = "Stafett-Kept";

const isDocument = (path) => path === keys || path === companion || path.startsWith("/status/");
const fresh = (path) => new Request(path, { credentials: "omit", cache: "no-store" });

async function install() {
  const cache = await caches.open(pages);
  await cache.addAll([...["sv", "en"].map((lang) => fresh(`/verify?lang=${lang}`)), ...files]);
  // A page without them still verifies with the network on.
  await learn().catch(() => null);
  await self.skipWaiting();
}

/** Keeps our keys and every status list as they stand now. */
async function learn() {
  const cache = await caches.open(documents);
  const answer = await fetch(fresh(companion));
  if (!answer.ok) return;
  await cache.put(companion, answer.clone());
  await cache.add(fresh(keys));
  const { lists } = await answer.json();
  for (const number of lists) await cache.add(fresh(`/status/${number}`));
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("verify-page-") && name !== pages) await caches.delete(name);
  }
  await self.clients.claim();
}

/** The page in the language of the address, else in the browser's. */
function kept(address) {
  const asked = new URL(address).searchParams.get("lang");
  const known = [asked, ...navigator.languages].map((tag) => tag?.slice(0, 2)).find((tag) => tag === "sv" || tag === "en");
  return caches.match(`/verify?lang=${known ?? "sv"}`, { ignoreVary: true });
}

/** The network's answer; nothing when it takes too long, or when the server or a proxy before it is in trouble. */
async function soon(answering) {
  const tooLong = new Promise((resolve) => { setTimeout(resolve, patience); });
  const answer = await Promise.race([answering.catch(() => undefined), tooLong]);
  return answer?.status < 500 ? answer : undefined;
}

/** What is kept, marked as such. */
function marked(found) {
  if (!found) return undefined;
  const headers = new Headers(found.headers);
  headers.set(mark, "1");
  return new Response(found.body, { status: found.status, headers });
}

// Where nothing is kept, the network is waited for after all.
async function page(request) {
  const answering = fetch(request);
  return await soon(answering) ?? await kept(request.url) ?? answering;
}

async function document(event, path) {
  const cache = await caches.open(documents);
  const answering = fetch(event.request).then(async (answer) => {
    // A network that asks for a sign-in answers with a page of its own.
    const isPage = answer.headers.get("content-type")?.includes("html");
    if (answer.ok && !isPage) await cache.put(path, answer.clone());
    return answer;
  });
  // What comes too late for this answer is kept for the next.
  event.waitUntil(answering.catch(() => null));
  return await soon(answering) ?? marked(await cache.match(path, { ignoreVary: true })) ?? answering;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === "/verify") event.respondWith(page(request));
  else if (isDocument(pathname)) event.respondWith(document(event, pathname));
  else if (files.includes(pathname)) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((found) => found ?? fetch(request)));
  }
});
