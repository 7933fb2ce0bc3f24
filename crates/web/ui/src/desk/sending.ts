// Sends a reply or a note without leaving the page: it shows at once, and the server's answer
// takes its place. What the server refuses comes back into the field.
import { fetchPage, take, takeCounts, takePlaces, takeThread } from "./page";
import { toEnd, toPlace } from "./navigation";
import { announce, word } from "./words";

export function startSending(): void {
  toPlace();
  document.addEventListener("submit", (event) => {
    // A button that leads elsewhere is no way of sending.
    if (event.submitter?.hasAttribute("formaction")) return;
    const form = event.target as HTMLFormElement;
    if (form.dataset["move"]) settle("public", value(form));
    if (!form.closest("#case") || !form.dataset["audience"]) return;
    event.preventDefault();
    void send(form);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (sends && field instanceof HTMLTextAreaElement && field.form) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });
  document.addEventListener("click", (event) => {
    const act = (event.target as Element).closest<HTMLElement>(".act[data-mode]");
    if (!act) return;
    fill(act.dataset["mode"] ?? "public", act.dataset["text"] ?? "");
    const form = act.closest("form");
    if (!form) return;
    event.preventDefault();
    void took(form);
  });
}

/** Says that a suggestion was taken. Its words are in the field already: a failure takes nothing away. */
async function took(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  body.set("set", "taken");
  const headers = { accept: "application/json" };
  const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => undefined);
  if (answer?.ok) form.closest(".advised")?.classList.add("taken");
}

async function send(form: HTMLFormElement): Promise<void> {
  const field = form.elements.namedItem("text");
  const text = value(form);
  if (!text.trim() || form.dataset["busy"]) return;
  form.dataset["busy"] = "1";
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  const pending = showPending(text, form.dataset["audience"] ?? "public");
  const isComposer = Boolean(form.closest(".composer"));
  if (isComposer && field instanceof HTMLTextAreaElement) setText(field, "");
  try {
    const page = await fetchPage(form.action, {}, { method: "POST", body });
    take(page.parsed, "gate");
    if (page.ok) {
      takeThread(page.parsed);
      takeCounts(page.parsed);
      renew(form, page.parsed);
      if (!isComposer) settle(form.dataset["audience"] ?? "", text);
      form.dispatchEvent(new CustomEvent("earshot:sent", { bubbles: true }));
      toEnd();
    } else {
      pending?.remove();
      // Whoever reads why it did not go may send it again, to where it would stand now.
      takePlaces(page.parsed, true);
      restore(field, text, isComposer);
      document.getElementById("gate")?.focus();
    }
  } catch {
    if (pending) pending.dataset["state"] = "failed";
    restore(field, text, isComposer);
    announce(word("send-failed"));
    kept(form, word("send-failed"));
  } finally {
    delete form.dataset["busy"];
  }
}

function value(form: HTMLFormElement): string {
  const field = form.elements.namedItem("text");
  return field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? field.value : "";
}

const sheets: Record<string, string> = { private: "sheet-private", internal: "sheet-note" };

/** The text stands in the thread before the server has it, on the paper of its audience. */
function showPending(text: string, audience: string): HTMLElement | null {
  const template = document.querySelector<HTMLTemplateElement>("template[data-pending]");
  const thread = document.getElementById("thread");
  if (!template || !thread) return null;
  for (const old of thread.querySelectorAll('[data-state="failed"]')) old.remove();
  const node = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
  node.querySelector(".sheet-out")?.setAttribute("class", sheets[audience] ?? "sheet-out");
  const words = node.querySelector(".text");
  if (words) words.textContent = text;
  thread.append(node);
  toEnd();
  return node;
}

/** The next text gets a key of its own from the server, and knows what this page has seen. */
function renew(form: HTMLFormElement, parsed: Document): void {
  const key = form.elements.namedItem("key");
  const same = `.composer form[data-audience="${form.dataset["audience"] ?? ""}"] input[name="key"]`;
  const fresh = parsed.querySelector<HTMLInputElement>(same)?.value;
  if (key instanceof HTMLInputElement && fresh) key.value = fresh;
  const seen = parsed.querySelector<HTMLInputElement>('.composer input[name="seen"]')?.value;
  if (!seen) return;
  for (const field of document.querySelectorAll<HTMLInputElement>('.composer input[name="seen"]')) field.value = seen;
}

/** A text that went out from a panel, or moved away, no longer waits in its draft. */
function settle(audience: string, text: string): void {
  const field = document.querySelector<HTMLTextAreaElement>(`.composer form[data-audience="${audience}"] textarea`);
  if (field && field.value.trim() === text.trim()) setText(field, "");
}

function restore(field: unknown, text: string, isComposer: boolean): void {
  if (isComposer && field instanceof HTMLTextAreaElement && field.value === "") setText(field, text);
}

function setText(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function kept(form: HTMLFormElement, text: string): void {
  const note = form.querySelector("[data-kept]");
  if (note) note.textContent = text;
}

/** A suggestion goes into its draft; what is there already stays, and it comes after it. */
function fill(mode: string, text: string): void {
  const radio = document.getElementById(`aud-${mode}`);
  if (radio instanceof HTMLInputElement) radio.checked = true;
  const audience = mode === "note" ? "internal" : mode;
  const field = document.querySelector<HTMLTextAreaElement>(`.composer form[data-audience="${audience}"] textarea`);
  if (!field) return;
  setText(field, field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text);
  field.focus();
}
