// Starts the compiled app. The build appends this to the app's own module (see .tools/site.mjs), so that no script is
// inline and none is loaded on its own: `__init__` and `__wasm__` are names that the build puts in.

// The framework clones pieces of screens that never change from markup compiled into the app. This lets such markup through and nothing
// that could run or load anything, so that no text about a person ever becomes more than text; and no worker but our own.
const INERT =
  /^(?:[^<]|<!-*>|<\/?(?!(?:script|i?frame|object|embed|base|link|meta|style|template|form)\b)[a-z][a-z0-9]*(?:\s+(?!on|style|src|href|action|xlink|http)[a-z][\w:-]*(?:="[^"<]*")?|\s+href="\/[a-z/]*")*\s*\/?>)*$/i;
const WORKERS = ["/sw.js", "/reader/worker.js", "/carrier/worker.js", "/strongbox/worker.js", "/stretch/worker.js", "/pdf/worker.js"];
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (markup) => (INERT.test(markup) ? markup : null),
  createScriptURL: (url) => (WORKERS.includes(new URL(url, location.origin).href.replace(location.origin, "")) ? url : null),
});

// What says that the app did not start cannot come from the app: here is each language once.
__init__({ module_or_path: __wasm__ }).catch((fault) => {
  console.error(fault);
  const text = (lang, words) => {
    const line = document.createElement("p");
    line.lang = lang;
    line.dir = "auto";
    line.textContent = words;
    return line;
  };
  const box = document.createElement("main");
  box.setAttribute("role", "alert");
  box.append(
    text("en", "Tessera could not start here. Reload the page; if that does not help, update the browser. Your passes are untouched."),
    text("zh-Hans", "Tessera 无法启动。请刷新页面；若仍无效，请更新浏览器。您保存的凭证不受影响。"),
    text("ar", "تعذّر تشغيل Tessera هنا. أعد تحميل الصفحة، وإن لم يُجدِ ذلك فحدّث المتصفح. تصاريحك كما هي."),
  );
  document.body.replaceChildren(box);
});
