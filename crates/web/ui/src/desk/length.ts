// How channels count a text. The server counts again before it sends; this is for the eye.

const LINK = /https?:\/\/[^\s]+/gu;

/** How long a text is in a unit; `links` is what each link counts, where that is fixed. */
export function measure(text: string, unit: string, links: number | undefined): number {
  const normal = text.normalize("NFC");
  if (links === undefined) return count(normal, unit);
  const found = normal.match(LINK)?.length ?? 0;
  return count(normal.replace(LINK, ""), unit) + found * links;
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
      return weighted(text);
    default:
      return [...text].length;
  }
}

/** Most European letters weigh one, all others two; an emoji weighs two as a whole. */
function weighted(text: string): number {
  let sum = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (/\p{Extended_Pictographic}/u.test(segment)) {
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
