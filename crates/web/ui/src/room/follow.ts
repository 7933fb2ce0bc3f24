// A live stream that proves itself with a header, which EventSource cannot send.

/** What to do with what comes. */
export interface Follower {
  readonly news: (data: string) => void;
  readonly lost: () => void;
  readonly refused: () => void;
}

/** The waits before another try, in milliseconds; the last one again and again. */
const WAITS = [500, 2000, 5000, 15_000];

/** Follows a stream for as long as the page lives. */
export async function follow(url: string, headers: Record<string, string>, follower: Follower): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(url, { headers: { accept: "text/event-stream", ...headers } });
      if (answer.status === 404 || answer.status === 403) return follower.refused();
      if (answer.ok && answer.body) {
        tries = 0;
        if (await read(answer.body, follower)) return follower.refused();
      }
    } catch {
      // It comes back below.
    }
    follower.lost();
    await new Promise((wake) => setTimeout(wake, WAITS[Math.min(tries, WAITS.length - 1)]));
  }
}

/** Gives whether it ended because this browser is not in any more. */
async function read(body: ReadableStream<Uint8Array>, follower: Follower): Promise<boolean> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return false;
    const events = (rest + value).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const lines = event.split("\n");
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart());
      const name = lines.find((line) => line.startsWith("event:"))?.slice(6).trim();
      if (name === "talk" && data.length > 0) follower.news(data.join("\n"));
      if (name === "out") return true;
    }
  }
}
