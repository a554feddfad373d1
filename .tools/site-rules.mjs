// What a host must know about the site, in one place: the routes of the app and the headers of its files.
// The build writes both into the site (`_redirects`, `_headers`: the form that static hosts read) and the test server obeys
// the written files, so that what is tested is what is shipped.

/**
 * The programs: the document of each, the path under which it is cached, and where its screens are. Everything else that is no file does
 * not exist.
 */
export const PROGRAMS = {
  wallet: { document: "index.html", path: "/", routes: ["^/$", "^/pass/[^/]+$"] },
  more: { document: "more.html", path: "/about", routes: ["^/about$", "^/get$", "^/add$", "^/answer$", "^/records$", "^/request$", "^/lock$", "^/erase$", "^/people$", "^/backup$", "^/restore$", "^/move/out$", "^/move/in$"] },
  shop: { document: "shop.html", path: "/shop", routes: ["^/shop$", "^/shop/scan$"] },
  lists: { document: "shop-lists.html", path: "/shop/lists", routes: ["^/shop/lists$", "^/shop/lists/show$", "^/shop/lists/film$", "^/shop/rules$", "^/shop/requests$", "^/shop/ask$"] },
};

/** The folder of the lists: files named by their content, and the snapshot that names them. They travel on their own, never with the app. */
export const LISTS = "/lists/";

/** The lists of the day on which the site was built, in one file that belongs to the app: a first start with no network. */
export const FIRST_LISTS = "/first.tessera-lists";

/** Most bytes of them: every phone that installs the app fetches them with it. */
export const MAX_FIRST_LISTS = 1 << 20;

// No `unsafe-inline`, no `unsafe-eval`; `wasm-unsafe-eval` compiles WebAssembly and nothing else. `blob:` and `data:` are for
// pictures that the person opens or the app draws. Nothing goes to, or comes from, another origin.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

// Text becomes markup, or the address of a script, only where public/boot.js lets it.
const TRUSTED_TYPES = ["require-trusted-types-for 'script'", "trusted-types default"];

/** For `<meta http-equiv>`: holds even where a host forgets the headers. */
export const META_POLICY = [...POLICY, ...TRUSTED_TYPES].join("; ");

/** For the header: what a page cannot say about itself as well. */
export const HEADER_POLICY = [...POLICY, ...TRUSTED_TYPES, "frame-ancestors 'none'"].join("; ");

/** For the demo's pages, which parse the pictures that the office's tool draws. */
export const DEMO_POLICY = [...POLICY, "frame-ancestors 'none'"].join("; ");

const OFF = ["accelerometer", "bluetooth", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
  "midi", "payment", "serial", "usb"];

/** `_headers`: a path pattern, then its headers. */
export const HEADERS = [
  ["/*", {
    "Content-Security-Policy": HEADER_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ["camera=(self)", "publickey-credentials-create=(self)", "publickey-credentials-get=(self)", "screen-wake-lock=(self)", ...OFF.map((name) => `${name}=()`)].join(", "),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  }],
  // Named by their content: never asked for twice.
  ["/app/*", { "Cache-Control": "public, max-age=31536000, immutable" }],
  ...["/", ...Object.values(PROGRAMS).flatMap(({ document, path }) => (path === "/" ? [] : [path, `/${document}`])), "/sw.js", "/config.json", "/manifest.webmanifest", "/reader/*", "/carrier/*", "/strongbox/*", "/stretch/*", "/pdf/*", "/words/*", "/icons/*", FIRST_LISTS]
    .map((path) => [path, { "Cache-Control": "no-cache" }]),
  // The same but for the one name that does not change. A host that joins the two lines keeps the stricter one.
  [`${LISTS}*`, { "Cache-Control": "public, max-age=31536000, immutable", "Content-Type": "application/cwt" }],
  [`${LISTS}snapshot.cwt`, { "Cache-Control": "no-cache" }],
];
