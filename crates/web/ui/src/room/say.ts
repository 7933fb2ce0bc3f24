// Sending: a message shows at once, goes when it can, and is the same message however often it is sent.

/** What sending needs of the page. */
export interface Sending {
  readonly word: (key: string) => string;
  readonly largest: number;
  readonly deliver: (body: FormData) => Promise<Done>;
  readonly tell: (text: string) => void;
  readonly pending: (key: string, text: string) => (failed: string) => void;
}

/** The waits before another try, in milliseconds. */
const WAITS = [1000, 3000, 10_000, 30_000];

/** Lets a form send without leaving the page. */
export function sayings(form: HTMLFormElement, sending: Sending): void {
  const field = form.querySelector<HTMLTextAreaElement>("textarea");
  const files = form.querySelector<HTMLInputElement>("[data-files]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    void send(form, field, files, sending);
  });
  field?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(hover: none)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  files?.addEventListener("change", () => pick(form, files, sending));
}

/** Shows which files were chosen; those that are too large are not taken. */
function pick(form: HTMLFormElement, files: HTMLInputElement, sending: Sending): void {
  const list = form.querySelector("[data-picked]");
  const chosen = [...(files.files ?? [])];
  if (chosen.some((file) => file.size > sending.largest)) {
    files.value = "";
    list?.replaceChildren();
    return sending.tell(sending.word("room-file-large"));
  }
  sending.tell("");
  list?.replaceChildren(
    ...chosen.map((file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    }),
  );
}

async function send(
  form: HTMLFormElement,
  field: HTMLTextAreaElement | null,
  files: HTMLInputElement | null,
  sending: Sending,
): Promise<void> {
  const names = [...(files?.files ?? [])].map((file) => file.name);
  const text = field?.value.trim() ?? "";
  if (!text && names.length === 0) return;
  const body = new FormData(form);
  // What failed before may have arrived: the same words again are the same message.
  const key = form.dataset["failed"] === text ? (form.dataset["key"] ?? crypto.randomUUID()) : crypto.randomUUID();
  form.dataset["key"] = key;
  delete form.dataset["failed"];
  body.set("key", key);
  body.set("text", text);
  if (field) field.value = "";
  if (files) files.value = "";
  form.querySelector("[data-picked]")?.replaceChildren();
  const failed = sending.pending(key, text || names.join("\n"));
  const said = await untilTaken(body, sending);
  if (said === undefined) return;
  failed(sending.word("room-not-sent"));
  sending.tell(said);
  form.dataset["failed"] = text;
  if (field && !field.value) field.value = text;
}

/** Tries until the server has it. Gives why it will not take it; nothing when it did. */
async function untilTaken(body: FormData, sending: Sending): Promise<string | undefined> {
  for (const wait of [...WAITS, undefined]) {
    const done = await sending.deliver(body);
    if (done.ok) return undefined;
    if (done.status === 429) sending.tell(sending.word("room-too-fast"));
    else if (done.status !== 0 && done.status < 500) return done.detail || sending.word("room-not-sent");
    else sending.tell(sending.word("room-again"));
    if (wait === undefined) break;
    await new Promise((wake) => setTimeout(wake, done.wait || wait));
  }
  return sending.word("room-not-sent");
}

/** What became of a request. */
export interface Done {
  readonly ok: boolean;
  /** 0 where nobody answered. */
  readonly status: number;
  readonly detail: string;
  /** How long the server asks to wait, in milliseconds. */
  readonly wait: number;
  /** What it answered besides. */
  readonly told?: unknown;
}

/** One request. */
export async function post(url: string, body: FormData, proof: Record<string, string>): Promise<Done> {
  try {
    const headers = { accept: "application/json", ...proof };
    const answer = await fetch(url, { method: "POST", body: packed(body), headers, credentials: "same-origin" });
    const wait = Number(answer.headers.get("retry-after") ?? "0") * 1000;
    const told = (await answer.json().catch(() => undefined)) as { detail?: string } | undefined;
    const detail = answer.ok ? "" : (told?.detail ?? "");
    return { ok: answer.ok, status: answer.status, detail, wait, told };
  } catch {
    return { ok: false, status: 0, detail: "", wait: 0 };
  }
}

/** Only what holds files is sent as parts: everything else is short. */
function packed(body: FormData): FormData | URLSearchParams {
  for (const [name, value] of [...body]) if (value instanceof File && value.size === 0 && !value.name) body.delete(name);
  const words = [...body].filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return words.length === [...body].length ? new URLSearchParams(words) : body;
}
