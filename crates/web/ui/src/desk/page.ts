// Fetches a whole page and takes over parts of it by id. Fields that somebody may be writing in
// are never among them: the composer stays as it is.

/** Goes with what a screen asks by itself: it does not make a login last while nobody is there. */
export const UNATTENDED = { "earshot-unattended": "1" };

export async function fetchPage(address: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Page> {
  const answer = await fetch(address, {
    credentials: "same-origin",
    headers: { Accept: "text/html", ...headers },
    ...init,
  });
  const html = await answer.text();
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return { ok: answer.ok, status: answer.status, url: answer.url, parsed };
}

export interface Page {
  ok: boolean;
  status: number;
  url: string;
  parsed: Document;
}

/** Puts the new element of this id in the place of the old one. Says whether it was there. */
export function take(parsed: Document, id: string): boolean {
  const fresh = parsed.getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old) return false;
  const node = document.importNode(fresh, true);
  old.replaceWith(node);
  process(node);
  return true;
}

/** Takes over the counts of the navigation and the tabs. */
export function takeCounts(parsed: Document): void {
  for (const fresh of parsed.querySelectorAll<HTMLElement>('[id^="count-"]')) {
    const old = document.getElementById(fresh.id);
    if (old && old.textContent !== fresh.textContent) {
      old.className = fresh.className;
      old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    }
  }
}

/** Takes over the links to other pages, where one calls now; never from under somebody's focus. */
export function takeLinks(parsed: Document): void {
  const [fresh, old] = [parsed.getElementById("nav-places"), document.getElementById("nav-places")];
  if (!fresh || !old || fresh.textContent === old.textContent || old.contains(document.activeElement)) return;
  take(parsed, "nav-places");
}

/** Takes over what everybody is told while a crisis is at work. */
export function takeBanner(parsed: Document): void {
  const [fresh, old] = [parsed.getElementById("crisis"), document.getElementById("crisis")];
  if (fresh?.textContent === old?.textContent) return;
  old?.remove();
  if (fresh) document.getElementById("nav")?.before(document.importNode(fresh, true));
}

/** Takes over the thread, and keeps the reader where they are; at the end they stay at the end. */
export function takeThread(parsed: Document): boolean {
  const scroll = document.querySelector<HTMLElement>("#case .thread");
  const atEnd = scroll ? scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80 : false;
  const top = scroll?.scrollTop ?? 0;
  const opened = document.querySelector<HTMLDetailsElement>("#thread .verdict")?.open;
  if (!take(parsed, "thread")) return false;
  takeStrip(parsed);
  const verdict = document.querySelector<HTMLDetailsElement>("#thread .verdict");
  if (verdict && opened !== undefined) verdict.open = opened;
  if (scroll) scroll.scrollTop = atEnd ? scroll.scrollHeight : top;
  return true;
}

/** Takes over where an answer would stand. Only while nothing is written: words stay for whom they were meant. */
export function takePlaces(parsed: Document, always = false): void {
  for (const form of document.querySelectorAll<HTMLFormElement>(".composer form[data-audience]")) {
    const same = `.composer form[data-audience="${form.dataset["audience"] ?? ""}"]`;
    const free = always || form.querySelector("textarea")?.value.trim() === "";
    for (const name of ["stands", "unproved"]) {
      const fresh = parsed.querySelector<HTMLInputElement>(`${same} input[name="${name}"]`)?.value;
      const field = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
      if (field && fresh && free) field.value = fresh;
    }
  }
}

/** Takes over how the private room stands, unless somebody writes in it. */
function takeStrip(parsed: Document): void {
  takePlaces(parsed);
  const old = document.getElementById("room-strip");
  if (!old?.querySelector("details[open]")) take(parsed, "room-strip");
}

/** Tells htmx about new links. */
export function process(node: Element): void {
  const htmx = (window as unknown as { htmx?: { process(node: Element): void } }).htmx;
  htmx?.process(node);
}
