// The demo page. Everything that it shows is text or an SVG path from this server; nothing is inserted as HTML.

const REDRAW_MS = 15_000;
const SVG = "http://www.w3.org/2000/svg";

const WORDS = {
  en: {
    other: "中文", otherLang: "zh-Hans", title: "Demo health office",
    live: "live", paper: "paper",
    accept: "✓ Accepted", refuse: "✕ Refused", undetermined: "? Undetermined",
    kept: "keep it", unkept: "not keep it",
    reasons: { "not-green": "not green", expired: "expired", "not-yet-valid": "not yet valid", forged: "the office did not sign it", revoked: "called back", "status-unknown": "its standing is not known" },
    age: (seconds) => `Signed ${seconds} s ago, renewed every 15 s`,
    still: "The same for as long as it is valid",
    code: (name) => `QR code of ${name}`,
    noRequest: "Paste your wallet's request first.",
    failed: "The demo server did not answer. Is it still running?",
    stopped: "No fresh code: the demo server did not answer.",
  },
  zh: {
    other: "English", otherLang: "en", title: "演示卫生机构",
    live: "动态码", paper: "纸质",
    accept: "✓ 放行", refuse: "✕ 拒绝", undetermined: "? 无法判定",
    kept: "保存", unkept: "不保存",
    reasons: { "not-green": "不是绿码", expired: "已过期", "not-yet-valid": "尚未生效", forged: "并非该机构签发", revoked: "已被撤销", "status-unknown": "状态无法确认" },
    age: (seconds) => `${seconds} 秒前签名，每 15 秒更新`,
    still: "有效期内不变",
    code: (name) => `${name}的二维码`,
    noRequest: "请先粘贴您钱包的申请。",
    failed: "演示服务器没有回应。它还在运行吗？",
    stopped: "无法更新：演示服务器没有回应。",
  },
};

let language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
const words = () => WORDS[language];
const by = (id) => document.getElementById(id);
const cards = [];

/** Draws the tool's SVG by rebuilding its paths; gives the side in modules and the dark path. */
function draw(holder, source, label) {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  const paths = [...parsed.querySelectorAll("path")].map((path) => path.getAttribute("d"));
  const box = parsed.getAttribute("viewBox");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", paths.at(-1));
  svg.append(dark);
  holder.replaceChildren(svg);
  fit(holder);
  return { side: Number(box.split(" ")[2]), path: paths.at(-1) };
}

/** Every module gets the same number of the screen's pixels: cameras read that best. */
function fit(holder) {
  const svg = holder.firstElementChild;
  if (!svg || holder.clientWidth === 0) return;
  const side = svg.viewBox.baseVal.width;
  const pixels = Math.max(1, Math.floor((holder.clientWidth * devicePixelRatio) / side));
  const width = `${(pixels * side) / devicePixelRatio}px`;
  svg.setAttribute("width", width);
  svg.setAttribute("height", width);
}

async function json(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? words().failed);
  return body;
}

/** Saves a code with eight pixels for each module. */
function save({ side, path }, name) {
  const scale = 8;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side * scale;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(scale, scale);
  pen.fillStyle = "#000";
  pen.fill(new Path2D(path));
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${name}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}

class Card {
  constructor(resident) {
    this.resident = resident;
    this.root = by("card").content.firstElementChild.cloneNode(true);
    this.root.dataset.id = resident.id;
    this.find(".give").addEventListener("click", () => this.give());
    this.find(".save").addEventListener("click", () => this.drawn && save(this.drawn, resident.id));
    if (resident.kind === "paper") {
      this.find(".sheet").href = `${resident.id}.html`;
      this.find(".sheet").hidden = false;
    }
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  name() {
    return language === "zh" ? this.resident.name_zh : this.resident.name;
  }

  speak() {
    const { kind, verdict, reason, wallet } = this.resident;
    const why = (code) => (code ? `: ${words().reasons[code] ?? code}` : "");
    this.find(".card__name").textContent = this.name();
    this.find(".card__kind").textContent = words()[kind];
    this.find(".card__what").textContent = language === "zh" ? this.resident.what_zh : this.resident.what;
    this.find(".facts__verdict").textContent = words()[verdict] + why(reason);
    this.find(".facts__verdict").dataset.verdict = verdict;
    this.find(".facts__wallet").textContent = wallet === "kept" ? words().kept : words().unkept + why(wallet);
    for (const svg of this.root.querySelectorAll("svg")) svg.setAttribute("aria-label", words().code(this.name()));
    for (const selector of [".give", ".save", ".sheet"]) {
      this.find(selector).setAttribute("aria-label", `${this.find(selector).dataset[language]}: ${this.name()}`);
    }
    this.tick();
  }

  async refresh() {
    try {
      const { svg } = await json(await fetch(`code/${this.resident.id}.json`, { cache: "no-store" }));
      this.drawn = draw(this.find(".code .code__white"), svg, words().code(this.name()));
      this.at = Date.now();
      this.lost = false;
    } catch {
      this.lost = true;
    }
    this.tick();
  }

  tick() {
    const age = this.find(".code__age");
    if (this.lost) age.textContent = words().stopped;
    else if (this.resident.kind === "paper") age.textContent = words().still;
    else if (this.at) age.textContent = words().age(Math.round((Date.now() - this.at) / 1_000));
  }

  async give() {
    const request = by("request").value.trim();
    if (!request) {
      say(words().noRequest);
      by("request").focus();
      return;
    }
    const button = this.find(".give");
    button.disabled = true;
    try {
      const { text, fragment, svg } = await json(await fetch(`answer/${this.resident.id}`, {
        method: "POST", headers: { "Content-Type": "text/plain" }, body: request,
      }));
      const answer = this.find(".answer");
      this.find(".answer__link").href = `/add#${fragment}`;
      this.find(".answer__text").value = text;
      answer.hidden = false;
      // No one code holds a booklet for many days.
      answer.querySelector(".code").hidden = !svg;
      if (svg) draw(answer.querySelector(".code__white"), svg, words().code(this.name()));
      answer.focus();
      say("");
    } catch (error) {
      say(error.message);
    } finally {
      button.disabled = false;
    }
  }
}

function say(message) {
  by("status").textContent = message;
}

function speak() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  document.title = words().title;
  for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset[language];
  by("language").textContent = words().other;
  by("language").lang = words().otherLang;
  for (const card of cards) card.speak();
}

/** A wallet may open this page with its request in the fragment. */
function takeFragment() {
  if (location.hash.length > 1) by("request").value = `${location.origin}/request${location.hash}`;
}

/** Redraws while somebody looks, and at once when somebody looks again. */
function keepFresh() {
  const refresh = () => document.hidden || cards.forEach((card) => card.refresh());
  refresh();
  setInterval(refresh, REDRAW_MS);
  setInterval(() => cards.forEach((card) => card.tick()), 1_000);
  document.addEventListener("visibilitychange", refresh);
}

addEventListener("resize", () => document.querySelectorAll(".code__white").forEach(fit));
by("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  speak();
});
addEventListener("hashchange", takeFragment);
takeFragment();
speak();
try {
  const residents = await json(await fetch("residents.json", { cache: "no-store" }));
  cards.push(...residents.map((resident) => new Card(resident)));
  by("cards").append(...cards.map((card) => card.root));
  speak();
  keepFresh();
} catch {
  say(words().failed);
}
