/** One thing that was said, as the server tells it. */
export interface Line {
  readonly id: string;
  readonly key: string;
  readonly mine: boolean;
  readonly public: boolean;
  readonly text: string;
  readonly iso: string;
  readonly short: string;
  readonly full: string;
  readonly edited: boolean;
  readonly files: readonly SentFile[];
}

interface SentFile {
  readonly href: string;
  readonly name: string;
  readonly size: string;
  readonly picture: boolean;
}

/** What the lines of a room are made with. */
export interface Making {
  readonly line: HTMLTemplateElement;
  readonly file: HTMLTemplateElement;
  readonly room: string;
  readonly you: string;
  readonly brand: string;
  readonly open: boolean;
  /** How a file is fetched where its address alone gets none; gives an address that does. */
  readonly show?: (href: string) => Promise<string>;
}

/** A line as the page shows it. Words of people only ever become text. */
export function draw(line: Line, making: Making): HTMLElement {
  const node = making.line.content.firstElementChild?.cloneNode(true) as HTMLElement;
  node.dataset["id"] = line.id;
  node.classList.toggle("mine", line.mine);
  part(node, ".sr").textContent = line.mine ? making.you : making.brand;
  const bubble = part(node, ".bubble");
  bubble.classList.toggle("mine", line.mine);
  bubble.textContent = line.text;
  for (const file of line.files) bubble.after(drawFile(file, making));
  const time = part(node, "time") as HTMLTimeElement;
  time.dateTime = line.iso;
  time.title = line.full;
  time.textContent = local(line.iso) ?? line.short;
  part(node, "[data-edited]").hidden = !line.edited;
  const own = part(node, ".own");
  own.hidden = !line.key || !making.open;
  if (line.key) {
    node.dataset["key"] = line.key;
    part(own, "a").setAttribute("href", `/room/${making.room}?edit=${line.key}#say`);
    part(own, "form").setAttribute("action", `/room/${making.room}/posts/${line.key}/deletion`);
  }
  return node;
}

function drawFile(file: SentFile, making: Making): HTMLElement {
  const node = making.file.content.firstElementChild?.cloneNode(true) as HTMLAnchorElement;
  node.href = file.href;
  const { show } = making;
  if (show) node.addEventListener("click", (event) => void save(event, file, show));
  part(node, ".faint").textContent = file.size;
  const name = part(node, ".cut");
  name.textContent = file.name;
  if (file.picture) {
    const picture = document.createElement("img");
    if (show) void show(file.href).then((href) => (picture.src = href));
    else picture.src = file.href;
    picture.alt = file.name;
    picture.loading = "lazy";
    node.querySelector("svg")?.remove();
    name.replaceWith(picture);
  }
  return node;
}

/** Saves a file that was fetched by hand. */
async function save(event: Event, file: SentFile, show: (href: string) => Promise<string>): Promise<void> {
  event.preventDefault();
  const link = document.createElement("a");
  link.href = await show(file.href);
  link.download = file.name;
  link.click();
}

/** The time where the reader is: the hour, with the day where it is another one. */
export function local(iso: string): string | undefined {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return undefined;
  const hour: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
  const today = at.toDateString() === new Date().toDateString();
  const shape = today ? hour : { ...hour, day: "numeric" as const, month: "short" as const };
  return at.toLocaleString([], shape);
}

function part(node: ParentNode, selector: string): HTMLElement {
  return node.querySelector<HTMLElement>(selector) ?? document.createElement("span");
}
