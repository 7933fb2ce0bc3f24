// Words that scripts say, in the reader's language: the page brings them along.

let words: Record<string, string> | undefined;

export function word(key: string, n: string | number = ""): string {
  if (!words) {
    const meta = document.querySelector<HTMLMetaElement>('meta[name="words"]');
    words = meta ? (JSON.parse(meta.content) as Record<string, string>) : {};
  }
  return (words[key] ?? "").replace("{n}", String(n));
}

/** The token that every change carries. */
export function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

/** Says something to readers of the screen, without moving anything. */
export function announce(text: string): void {
  const polite = document.getElementById("polite");
  if (polite && text) polite.textContent = text;
}
