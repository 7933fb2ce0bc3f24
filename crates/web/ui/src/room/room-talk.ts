// <room-talk>: the conversation of a guest.
import { local } from "./lines";
import { TalkLog, type News } from "./log";
import { post, sayings } from "./say";

class RoomTalk extends HTMLElement {
  private words: Record<string, string> = {};
  private log: TalkLog | undefined;
  private open = true;

  connectedCallback(): void {
    this.words = JSON.parse(this.dataset["words"] ?? "{}") as Record<string, string>;
    const form = this.querySelector<HTMLFormElement>("[data-say]");
    this.open = form !== null;
    for (const time of this.querySelectorAll("time")) time.textContent = local(time.dateTime) ?? time.textContent;
    this.log = this.made();
    this.log?.toEnd();
    if (form && !form.querySelector("[name=edit]")) {
      sayings(form, {
        word: (key) => this.word(key),
        largest: Number(this.dataset["largest"]),
        tell: (text) => this.tell(text),
        deliver: (body) => this.post("posts", body),
        pending: (key, text) => this.log?.pending(key, text, this.word("room-sending")) ?? (() => undefined),
      });
    }
    this.addEventListener("submit", (event) => void this.takeBack(event));
    this.listen();
    document.addEventListener("visibilitychange", () => this.seen());
  }

  private made(): TalkLog | undefined {
    const log = this.querySelector<HTMLElement>("[data-log]");
    const line = this.querySelector<HTMLTemplateElement>("template[data-line]");
    const file = this.querySelector<HTMLTemplateElement>("template[data-file]");
    if (!log || !line || !file) return undefined;
    const room = this.dataset["room"] ?? "";
    const brand = this.dataset["brand"] ?? "";
    return new TalkLog(log, { line, file, room, brand, you: this.word("room-you"), open: this.open });
  }

  private word(key: string): string {
    return this.words[key] ?? "";
  }

  private path(rest: string): string {
    return `/room/${this.dataset["room"] ?? ""}/${rest}`;
  }

  private post(rest: string, body: FormData): ReturnType<typeof post> {
    return post(this.path(rest), body, { "x-csrf": this.dataset["csrf"] ?? "" });
  }

  /** Hears what happens; the browser itself comes back when the connection breaks. */
  private listen(): void {
    const stream = new EventSource(this.path("live"));
    stream.addEventListener("talk", (event) => {
      this.tell("");
      this.take(JSON.parse((event as MessageEvent<string>).data) as News);
    });
    stream.addEventListener("out", () => location.reload());
    stream.addEventListener("error", () => {
      // A page that is left closes its stream, and nobody has to know.
      this.tell(this.word("room-lost"));
      // The server said no, and will say no again: the page knows why.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
    });
    window.addEventListener("pagehide", () => stream.close());
  }

  private take(news: News): void {
    if (news.state.open !== this.open) return location.reload();
    if (this.log?.take(news)) this.log.toEnd();
    const prove = this.querySelector<HTMLElement>("[data-prove]");
    if (prove) prove.hidden = !news.state.code;
    this.seen();
  }

  /** Taking words back does not leave the page. */
  private async takeBack(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    const line = form.closest<HTMLElement>(".said");
    if (!line) return;
    event.preventDefault();
    const done = await this.post(`posts/${line.dataset["key"] ?? ""}/deletion`, new FormData(form));
    if (done.ok) line.remove();
    else this.tell(this.word("room-not-sent"));
  }

  /** Tells the server that everything was read, while somebody looks. */
  private seen(): void {
    const last = this.log?.latest;
    if (document.hidden || !last || last === this.dataset["seen"]) return;
    this.dataset["seen"] = last;
    void this.post("reading", new FormData());
  }

  private tell(text: string): void {
    const state = this.querySelector<HTMLElement>("p[data-state]");
    if (!state) return;
    state.textContent = text;
    state.hidden = text === "";
  }
}

customElements.define("room-talk", RoomTalk);
