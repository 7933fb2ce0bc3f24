// <chat-panel>: the window of the web chat, inside its frame. The browser keeps what it proves itself
// with in its own storage and sends it as a header: no cookie crosses to the page around the frame.
import { TalkLog, type News } from "./log";
import { post, sayings, type Done } from "./say";
import { follow } from "./follow";

/** What a visitor comes back with. */
interface Visit {
  readonly room: string;
  readonly secret: string;
}

class ChatPanel extends HTMLElement {
  private words: Record<string, string> = {};
  private log: TalkLog | undefined;
  private visit: Visit | undefined;
  private unread = 0;

  connectedCallback(): void {
    this.words = JSON.parse(this.dataset["words"] ?? "{}") as Record<string, string>;
    this.visit = this.kept();
    this.log = this.made();
    const form = this.querySelector<HTMLFormElement>("[data-say]");
    if (form) {
      sayings(form, {
        word: (key) => this.words[key] ?? "",
        largest: Number(this.dataset["largest"]),
        tell: (text) => this.tell(text),
        deliver: (body) => this.deliver(body),
        pending: (key, text) => this.log?.pending(key, text, this.words["room-sending"] ?? "") ?? (() => undefined),
      });
    }
    this.attaches();
    if (this.visit) this.listen(this.visit);
    this.addEventListener("click", (event) => void this.takeBack(event));
    this.querySelector("[data-close]")?.addEventListener("click", () => this.say("close"));
    addEventListener("keydown", (event) => event.key === "Escape" && this.say("close"));
    addEventListener("message", (event) => this.told(event));
    document.addEventListener("visibilitychange", () => this.seen());
    this.say("ready");
  }

  private made(): TalkLog | undefined {
    const log = this.querySelector<HTMLElement>("[data-log]");
    const line = this.querySelector<HTMLTemplateElement>("template[data-line]");
    const file = this.querySelector<HTMLTemplateElement>("template[data-file]");
    if (!log || !line || !file) return undefined;
    const room = this.visit?.room ?? "";
    const brand = this.dataset["brand"] ?? "";
    const show = (href: string): Promise<string> => this.picture(href);
    return new TalkLog(log, { line, file, room, brand, you: this.words["room-you"] ?? "", open: true, show });
  }

  /** Files can be sent once there is a room. */
  private attaches(): void {
    const attach = this.querySelector<HTMLElement>("[data-attach]");
    if (attach) attach.hidden = !this.visit;
  }

  private get key(): string {
    return `earshot-chat-${this.dataset["account"] ?? ""}`;
  }

  private kept(): Visit | undefined {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null") as Visit | null;
      return kept?.room && kept.secret ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  private get proof(): Record<string, string> {
    return this.visit ? { authorization: `Bearer ${this.visit.secret}` } : {};
  }

  private async deliver(body: FormData): Promise<Done> {
    const address = String(body.get("address") ?? "").trim();
    const done = this.visit
      ? await post(`/room/${this.visit.room}/posts`, body, this.proof)
      : await this.begin(body);
    if (done.ok && address) await this.leave(address);
    return done;
  }

  /** The first message makes the room. The same seed again gives the same room. */
  private async begin(body: FormData): Promise<Done> {
    this.dataset["seed"] ??= seed();
    body.set("seed", this.dataset["seed"]);
    const done = await post(`/chat/${this.dataset["account"] ?? ""}/rooms`, body, {});
    const { room, secret } = (done.told ?? {}) as Partial<Visit>;
    if (done.ok && room && secret) {
      this.visit = { room, secret };
      try {
        localStorage.setItem(this.key, JSON.stringify(this.visit));
      } catch {
        // Without storage the chat lasts as long as the page.
      }
      this.querySelector("[data-log] .said[data-state]")?.remove();
      this.log = this.made();
      this.attaches();
      this.listen(this.visit);
      this.say("begun");
    }
    return done;
  }

  /** Nobody is here: the answer goes to this address. */
  private async leave(address: string): Promise<void> {
    if (!this.visit) return;
    const body = new FormData();
    body.set("how", "mail");
    body.set("address", address);
    await post(`/room/${this.visit.room}/wishes`, body, this.proof);
    const field = this.querySelector<HTMLInputElement>("[name=address]");
    if (field) field.value = "";
  }

  private listen(visit: Visit): void {
    void follow(`/room/${visit.room}/live`, this.proof, {
      news: (data) => this.take(JSON.parse(data) as News),
      lost: () => this.tell(this.words["room-lost"] ?? ""),
      // The room is gone: the next message begins a new one.
      refused: () => this.forget(),
    });
  }

  private forget(): void {
    this.visit = undefined;
    delete this.dataset["seed"];
    localStorage.removeItem(this.key);
    for (const line of this.querySelectorAll("[data-log] .said[data-id]")) line.remove();
    this.log = this.made();
    this.attaches();
  }

  private take(news: News): void {
    this.tell("");
    const away = this.querySelector<HTMLElement>("[data-away]");
    if (away) away.hidden = news.state.here;
    const fresh = this.log?.take(news) ?? 0;
    if (fresh > 0) {
      this.log?.toEnd();
      if (!this.isShown()) this.say("unread", (this.unread += fresh));
    }
    this.seen();
  }

  private isShown(): boolean {
    return this.dataset["shown"] === "true" && !document.hidden;
  }

  private async takeBack(event: Event): Promise<void> {
    const line = (event.target as Element).closest("[data-take-back]")?.closest<HTMLElement>(".said");
    if (!line || !this.visit) return;
    const path = `/room/${this.visit.room}/posts/${line.dataset["key"] ?? ""}/deletion`;
    const done = await post(path, new FormData(), this.proof);
    if (done.ok) line.remove();
    else this.tell(this.words["room-not-sent"] ?? "");
  }

  /** The page around the frame says whether the window is shown. It learns nothing but a number. */
  private told(event: MessageEvent): void {
    if (event.source !== parent) return;
    const said = event.data as { earshot?: string } | null;
    if (said?.earshot !== "shown" && said?.earshot !== "hidden") return;
    this.dataset["shown"] = String(said.earshot === "shown");
    if (said.earshot !== "shown") return;
    this.unread = 0;
    this.log?.toEnd();
    this.querySelector<HTMLElement>("textarea")?.focus();
    this.seen();
  }

  private say(what: string, n = 0): void {
    if (parent !== window) parent.postMessage({ earshot: what, n }, "*");
  }

  /** Tells the server that everything was read, while somebody looks. */
  private seen(): void {
    const last = this.log?.latest;
    const looks = parent === window ? !document.hidden : this.isShown();
    if (!this.visit || !looks || !last || last === this.dataset["seen"]) return;
    this.dataset["seen"] = last;
    void post(`/room/${this.visit.room}/reading`, new FormData(), this.proof);
  }

  /** A picture is fetched with the proof, since an address alone gets none. */
  private async picture(href: string): Promise<string> {
    const answer = await fetch(href, { headers: this.proof });
    return URL.createObjectURL(await answer.blob());
  }

  private tell(text: string): void {
    const state = this.querySelector<HTMLElement>("p[data-state]");
    if (!state) return;
    state.textContent = text;
    state.hidden = text === "";
  }
}

/** 32 random bytes as base64url. */
function seed(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

customElements.define("chat-panel", ChatPanel);
