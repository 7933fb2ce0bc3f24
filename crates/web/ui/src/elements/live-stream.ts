// The live stream: facts, not pages. "case 42 changed" makes this page fetch itself again and take
// over the row, the thread and the counts. The composer is never touched, and no row jumps:
// new cases wait behind "3 new".
//
// Events: `case` {"id", "kind", "name"? (the customer who wrote), "call"? (who calls
// this reader in a note)}, `presence` {"id", "here": [{"agent",
// "name", "state"}]}, `hashtag` {"hashtag"} (many people began to use it against the brand), `reload` {"why"} (we are too far behind, or a crisis began or ended: fetch everything again).
import { UNATTENDED, fetchPage, process, take, takeBanner, takeCounts, takeLinks, takeThread } from "../desk/page";
import { toast } from "../desk/toast";
import { announce, word } from "../desk/words";

interface CaseEvent {
  id: string;
  name?: string;
  call?: string;
}

interface HashtagEvent {
  hashtag: string;
}

interface Somebody {
  name: string;
  state: "viewing" | "typing";
}

interface PresenceEvent {
  id: string;
  here: Somebody[];
}

/** What changes within this time is fetched together. */
const GATHER_MS = 120;
/** While changes keep coming a list is fetched once in this time, for a hundred open desks are a load too. */
const BUSY_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

class LiveStream extends HTMLElement {
  private source: EventSource | undefined;
  private last = "";
  private wait = 1000;
  private lost = false;
  private touched = new Set<string>();
  private fresh = new Set<string>();
  private timer = 0;
  private due = Infinity;
  private pause = GATHER_MS;
  private looking = false;

  connectedCallback(): void {
    this.last = this.dataset["after"] ?? "";
    this.open();
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnectedCallback(): void {
    this.source?.close();
    document.removeEventListener("visibilitychange", this.seen);
  }

  private open(): void {
    const source = new EventSource(`/live?after=${encodeURIComponent(this.last)}`);
    this.source = source;
    source.addEventListener("open", () => {
      this.wait = 1000;
      if (!this.lost) return;
      announce(word("live-back"));
      this.lost = false;
      // What happened comes by its number; who left in the meantime does not.
      this.touch(this.openCase());
    });
    source.addEventListener("case", (event) => this.changed(event as MessageEvent<string>));
    source.addEventListener("presence", (event) => this.presence(event as MessageEvent<string>));
    source.addEventListener("hashtag", (event) => this.hashtag(event as MessageEvent<string>));
    source.addEventListener("reload", () => void this.everything());
    source.addEventListener("error", () => this.again(source));
  }

  /** The browser tries again by itself; where it gave up, we go on from the last event. */
  private again(source: EventSource): void {
    if (!this.lost) announce(word("live-lost"));
    this.lost = true;
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => this.isConnected && this.open(), this.wait * (0.7 + Math.random() * 0.6));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private seen = (): void => {
    if (!document.hidden && this.source?.readyState === EventSource.CLOSED) this.open();
  };

  private changed(event: MessageEvent<string>): void {
    if (event.lastEventId) this.last = event.lastEventId;
    const about = JSON.parse(event.data) as CaseEvent;
    if (about.id === this.openCase() && about.name) announce(word("live-new-post", about.name));
    if (about.call) toast(word("live-called", about.call), word("live-open"), `/cases/${about.id}?list=all`);
    this.touch(about.id);
  }

  /** A hashtag is used against the brand: whoever may read of it is told, wherever they are. */
  private hashtag(event: MessageEvent<string>): void {
    if (event.lastEventId) this.last = event.lastEventId;
    const about = JSON.parse(event.data) as HashtagEvent;
    toast(word("live-hashtag", `#${about.hashtag}`), word("live-open"), "/listeners/insights");
    this.touch(undefined);
  }

  /** Looks again, at a case or at what stands around all of them, together with what changes meanwhile. The open case
   *  waits for no list. */
  private touch(id: string | undefined): void {
    this.touched.add(id ?? "");
    this.lookIn(id && id === this.openCase() ? GATHER_MS : this.pause);
  }

  /** Looks within this time. Further changes never put it off. */
  private lookIn(wait: number): void {
    const due = Date.now() + wait;
    if (this.looking || due >= this.due) return;
    this.due = due;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), wait);
  }

  /** One look at a time. What could not be fetched is looked at again, and what came meanwhile. */
  private async look(): Promise<void> {
    const touched = [...this.touched];
    this.touched.clear();
    this.due = Infinity;
    this.looking = true;
    const went = await this.refresh(touched).catch(() => false);
    this.looking = false;
    if (!went) touched.forEach((id) => this.touched.add(id));
    if (!this.isConnected) return;
    const more = went ? this.touched.size > 0 : true;
    const most = went ? BUSY_MS : LONGEST_WAIT_MS;
    this.pause = more ? Math.min(this.pause * 2, most) : GATHER_MS;
    if (more) this.lookIn(this.pause);
  }

  private openCase(): string | undefined {
    return document.getElementById("case")?.dataset["case"];
  }

  /** Fetches this page and takes over what changed. Gives whether that went well. */
  private async refresh(touched: string[]): Promise<boolean> {
    const page = await fetchPage(location.href, UNATTENDED);
    if (!page.ok) return false;
    takeCounts(page.parsed);
    takeLinks(page.parsed);
    takeBanner(page.parsed);
    for (const id of touched) this.row(page.parsed, id);
    const open = this.openCase();
    const pane = page.parsed.getElementById("case");
    // Somebody may have opened another case while this page was on its way: it is of the one before.
    if (open && touched.includes(open) && pane?.dataset["case"] === open) {
      takeThread(page.parsed);
      take(page.parsed, "customer");
      document.getElementById("case")?.setAttribute("data-version", pane.dataset["version"] ?? "");
      take(page.parsed, "presence");
    }
    this.pill();
    return true;
  }

  /** A row that is there is renewed in its place; one that went is greyed; a new one waits. */
  private row(parsed: Document, id: string): void {
    const old = document.getElementById(`row-${id}`);
    const now = parsed.getElementById(`row-${id}`);
    if (old && now) {
      const focused = old.contains(document.activeElement);
      take(parsed, `row-${id}`);
      if (focused) document.querySelector<HTMLElement>(`#row-${CSS.escape(id)} a`)?.focus();
    } else if (old) {
      old.querySelector(".row")?.classList.add("gone");
    } else if (now) {
      this.fresh.add(id);
    }
  }

  private pill(): void {
    const pill = document.querySelector<HTMLAnchorElement>(".fresh");
    const words = pill?.querySelector("span");
    const rows = document.getElementById("rows");
    if (!pill || !words) return;
    if (rows && rows.children.length === 0 && this.fresh.size > 0) {
      void this.list();
      return;
    }
    const n = this.fresh.size;
    words.textContent = (n === 1 ? words.dataset["one"] : words.dataset["many"]?.replace("{n}", String(n))) ?? "";
    pill.hidden = n === 0;
    pill.onclick = (event): void => {
      event.preventDefault();
      void this.list({});
    };
  }

  /** Takes over the whole list, when the reader asks for it or there is nothing in it to read. */
  private async list(asked: Record<string, string> = UNATTENDED): Promise<void> {
    const page = await fetchPage(location.href, asked).catch(() => undefined);
    if (!page?.ok) return;
    this.fresh.clear();
    take(page.parsed, "rows");
    document.querySelector("#list .empty")?.remove();
    takeCounts(page.parsed);
    const rows = document.getElementById("rows");
    if (rows) process(rows);
    document.querySelector("#list > .scroll")?.scrollTo({ top: 0 });
    this.pill();
  }

  private async everything(): Promise<void> {
    await this.list();
    this.touch(this.openCase());
  }

  /** Who looks and who types, in the bar of the open case and in the row. */
  private presence(event: MessageEvent<string>): void {
    const { id, here } = JSON.parse(event.data) as PresenceEvent;
    const bar = document.getElementById("presence");
    const text = (who: Somebody): string =>
      ((who.state === "typing" ? bar?.dataset["typing"] : bar?.dataset["viewing"]) ?? "").replace("{name}", who.name);
    if (bar && this.openCase() === id) bar.replaceChildren(...here.map((who) => line(text(who), who)));
    const row = document.querySelector<HTMLElement>(`[data-presence="${CSS.escape(id)}"]`);
    const typing = here.find((who) => who.state === "typing");
    if (row) row.textContent = typing ? (row.dataset["typing"] ?? "").replace("{name}", typing.name) : "";
  }
}

function line(text: string, who: Somebody): HTMLElement {
  const outer = document.createElement("span");
  outer.className = "presence";
  const face = document.createElement("span");
  face.className = "av xs h3";
  face.ariaHidden = "true";
  face.textContent = who.name.split(/\s+/).map((part) => [...part][0] ?? "").slice(0, 2).join("").toUpperCase();
  const says = document.createElement("span");
  says.className = "says";
  says.textContent = text;
  outer.append(face, says);
  if (who.state === "typing") {
    const dots = document.createElement("span");
    dots.className = "dots";
    dots.ariaHidden = "true";
    dots.append(document.createElement("i"), document.createElement("i"), document.createElement("i"));
    outer.append(dots);
  }
  return outer;
}

customElements.define("live-stream", LiveStream);
