// How channels count a text. The server counts again before it sends, by the same rules
// (`channels/src/length.rs`): one table of examples holds both.

/** What X counts for any link. */
const xLink = 23;

/** How long a text is in a unit; `links` is what each link counts, where that is fixed. */
export function measure(text: string, unit: string, links: number | undefined): number {
  const each = links ?? (unit === "weighted" ? xLink : undefined);
  if (each === undefined) return count(text, unit);
  let sum = 0;
  for (const piece of pieces(text)) {
    if (piece.kind === "link") sum += each;
    else if (piece.kind === "bare" && unit === "weighted") sum += Math.max(count(piece.text, unit), each);
    else sum += count(piece.text, unit);
  }
  return sum;
}

function count(text: string, unit: string): number {
  switch (unit) {
    case "utf16":
      return text.length;
    case "bytes":
      return new TextEncoder().encode(text).length;
    case "graphemes":
      return [...new Intl.Segmenter().segment(text)].length;
    case "weighted":
      return weighted(text.normalize("NFC"));
    default:
      return [...text].length;
  }
}

/** Most European letters weigh one, all others two; an emoji of several signs weighs two as a whole. */
function weighted(text: string): number {
  let sum = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if ([...segment].length > 1 && /[\u{FE0F}\u{20E3}\u{1F000}-\u{1FAFF}]/u.test(segment)) {
      sum += 2;
      continue;
    }
    for (const letter of segment) sum += light(letter.codePointAt(0) ?? 0) ? 1 : 2;
  }
  return sum;
}

function light(point: number): boolean {
  return point <= 4351 || (point >= 8192 && point <= 8205) || (point >= 8208 && point <= 8223) || (point >= 8242 && point <= 8247);
}

interface Piece {
  kind: "words" | "link" | "bare";
  text: string;
}

/** Words, links, and names such as `example.com` that some channels make a link. */
function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  for (const [chunk] of text.matchAll(/\S*\s|\S+$/gu)) {
    const word = chunk.trimEnd();
    const opened = word.replace(/^[([{<"'«“„‘]+/u, "");
    const link = trimmed(opened);
    const kind = kindOf(link);
    if (kind === undefined) {
      found.push({ kind: "words", text: chunk });
      continue;
    }
    const before = word.length - opened.length;
    found.push({ kind: "words", text: chunk.slice(0, before) });
    found.push({ kind, text: link });
    found.push({ kind: "words", text: chunk.slice(before + link.length) });
  }
  return found.filter((piece) => piece.text !== "");
}

/** Without the punctuation that ends a sentence rather than a link. */
function trimmed(word: string): string {
  let link = word;
  for (;;) {
    let next = link.replace(/[.,;:!?…"'»”’>\]}]+$/u, "");
    const inner = next.endsWith(")") ? next.slice(0, -1) : undefined;
    // A bracket at the end belongs to the link when the link opened it.
    if (inner !== undefined && signs(inner, "(") <= signs(inner, ")")) next = inner;
    if (next.length === link.length) return link;
    link = next;
  }
}

function signs(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

function kindOf(link: string): "link" | "bare" | undefined {
  if (/^https?:\/\/./iu.test(link)) return "link";
  const host = link.split(/[/?#]/u, 1)[0] ?? link;
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/iu.test(host) ? "bare" : undefined;
}
