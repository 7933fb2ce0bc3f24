// The launcher of the web chat on a page of somebody else: a button and a frame, in a shadow of
// their own. What is said stays in the frame; this script learns only how much of it is unread.

/** The words of the launcher, by language. */
const WORDS = {
  en: { open: "Open chat", close: "Close chat", unread: "unread", frame: "Chat" },
  de: { open: "Chat öffnen", close: "Chat schließen", unread: "ungelesen", frame: "Chat" },
} as const;

const STYLE = `
:host { all: initial; position: fixed; inset: auto 20px 20px auto; z-index: 2147483000; color-scheme: light dark; font: 14px/20px system-ui, sans-serif; }
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
button { all: unset; box-sizing: border-box; position: relative; display: grid; place-items: center; width: 56px; height: 56px; margin-inline-start: auto; border-radius: 50%; cursor: pointer; background: light-dark(oklch(48% .165 300), oklch(78% .11 300)); color: light-dark(#fff, oklch(19% .05 300)); box-shadow: 0 2px 6px #0003, 0 12px 32px -8px #0006; }
button:hover { filter: brightness(1.08); }
button:focus-visible { outline: 3px solid light-dark(oklch(52% .13 236), oklch(80% .11 222)); outline-offset: 3px; }
svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
span { position: absolute; inset: -2px -2px auto auto; min-width: 20px; height: 20px; padding: 0 5px; box-sizing: border-box; border-radius: 10px; background: oklch(51% .195 25); color: #fff; font: 600 12px/20px system-ui, sans-serif; text-align: center; }
[hidden] { display: none !important; }
.w { width: min(384px, calc(100vw - 40px)); height: min(620px, calc(100dvh - 112px)); margin-block-end: 16px; border-radius: 14px; overflow: clip; background: light-dark(#fff, oklch(18.2% .008 250)); box-shadow: 0 2px 6px #0003, 0 24px 64px -16px #0008; }
iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
@media (max-width: 480px) { .w { position: fixed; inset: 0; width: 100%; height: 100dvh; margin: 0; border-radius: 0; } :host([data-open]) button { display: none; } }
`;

const BUBBLE = "M20 11.5c0 4-3.6 7.2-8 7.2-1.1 0-2.2-.2-3.2-.6L4.2 19.5l1.3-3.7A6.6 6.6 0 0 1 4 11.5c0-4 3.6-7.2 8-7.2s8 3.2 8 7.2Z";
const CROSS = "M6 6l12 12M18 6L6 18";

class EarshotChat extends HTMLElement {
  private readonly base: string;
  private readonly channel: string;
  private readonly words: (typeof WORDS)[keyof typeof WORDS];
  private readonly tongue: keyof typeof WORDS;
  private readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");
  private readonly frameBox = document.createElement("div");
  private frame: HTMLIFrameElement | undefined;
  private ready = false;

  constructor(script: HTMLScriptElement) {
    super();
    this.base = new URL(script.src).origin;
    this.channel = script.dataset["channel"] ?? "";
    const wanted = script.dataset["lang"] ?? (document.documentElement.lang || navigator.language);
    this.tongue = wanted.toLowerCase().startsWith("de") ? "de" : "en";
    this.words = WORDS[this.tongue];
    const theme = script.dataset["theme"];
    if (theme === "light" || theme === "dark") this.dataset["theme"] = theme;
    this.build();
  }

  private build(): void {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.frameBox.className = "w";
    this.frameBox.id = "window";
    this.frameBox.hidden = true;
    this.badge.hidden = true;
    this.button.type = "button";
    this.button.setAttribute("aria-controls", "window");
    this.button.addEventListener("click", () => this.show(!this.isOpen()));
    root.append(this.frameBox, this.button);
    this.draw();
    addEventListener("message", (event) => this.told(event));
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
    // Somebody who was here before hears at once when there is an answer.
    if (this.remembered()) this.load();
  }

  private isOpen(): boolean {
    return !this.frameBox.hidden;
  }

  private remembered(): boolean {
    try {
      return localStorage.getItem(`earshot-chat-${this.channel}`) === "1";
    } catch {
      return false;
    }
  }

  private load(): void {
    if (this.frame) return;
    const frame = document.createElement("iframe");
    const query = new URLSearchParams({ lang: this.tongue, theme: this.dataset["theme"] ?? "" });
    frame.src = `${this.base}/chat/${encodeURIComponent(this.channel)}?${query.toString()}`;
    frame.title = this.words.frame;
    frame.allow = "";
    frame.referrerPolicy = "origin";
    this.frame = frame;
    this.frameBox.append(frame);
  }

  private show(open: boolean): void {
    if (open === this.isOpen()) return;
    this.load();
    this.frameBox.hidden = !open;
    this.toggleAttribute("data-open", open);
    this.count(0);
    this.tell();
    if (open) this.frame?.focus();
    else this.button.focus();
  }

  private tell(): void {
    if (!this.ready) return;
    this.frame?.contentWindow?.postMessage({ earshot: this.isOpen() ? "shown" : "hidden" }, this.base);
  }

  /** Only the frame itself is listened to, and nothing that it says becomes anything but a number. */
  private told(event: MessageEvent): void {
    if (event.origin !== this.base || event.source !== this.frame?.contentWindow) return;
    const said = event.data as { earshot?: string; n?: number } | null;
    if (said?.earshot === "close") this.show(false);
    if (said?.earshot === "ready") {
      this.ready = true;
      this.tell();
    }
    if (said?.earshot === "unread" && !this.isOpen()) this.count(Math.min(Number(said.n) || 0, 99));
    if (said?.earshot === "begun") {
      try {
        localStorage.setItem(`earshot-chat-${this.channel}`, "1");
      } catch {
        // The page keeps nothing: then the chat waits for the button.
      }
    }
  }

  private count(unread: number): void {
    this.badge.textContent = String(unread);
    this.badge.hidden = unread === 0;
    this.draw();
  }

  private draw(): void {
    const words = this.words;
    const open = this.isOpen();
    const unread = this.badge.hidden ? "" : `, ${this.badge.textContent ?? ""} ${words.unread}`;
    this.button.setAttribute("aria-label", (open ? words.close : words.open) + unread);
    this.button.setAttribute("aria-expanded", String(open));
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", open ? CROSS : BUBBLE);
    svg.append(path);
    this.button.replaceChildren(svg, this.badge);
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.dataset["channel"] && !customElements.get("earshot-chat")) {
  customElements.define("earshot-chat", EarshotChat);
  const put = (): void => document.body.append(new EarshotChat(script));
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", put);
  else put();
}
