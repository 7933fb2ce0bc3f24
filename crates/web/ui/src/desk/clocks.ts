// Clocks that go on between two answers of the server.
import { serverTime } from "./server-time";
import { announce, word } from "./words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RING = 31.4;

export function startClocks(): void {
  setInterval(tick, 1000);
}

function tick(): void {
  if (document.hidden) return;
  const now = serverTime();
  for (const clock of document.querySelectorAll<HTMLElement>(".clk[data-due]")) update(clock, now);
}

function update(clock: HTMLElement, now: number): void {
  const due = Number(clock.dataset["due"]);
  const total = Number(clock.dataset["total"]);
  const left = due - now;
  if (left < 0) {
    if (!clock.classList.contains("over")) turnLate(clock);
    set(clock, length(-left));
    return;
  }
  clock.classList.toggle("warn", left * 4 <= total);
  clock.classList.toggle("ok", left * 4 > total);
  set(clock, countdown(left));
  const ring = clock.querySelector(".ring circle:last-child");
  ring?.setAttribute("stroke-dasharray", `${((left / Math.max(total, 1)) * RING).toFixed(1)} 31.4`);
}

/** A clock that turns late is announced once, where it is the open case's. */
function turnLate(clock: HTMLElement): void {
  clock.classList.remove("ok", "warn");
  clock.classList.add("over");
  if (clock.closest("#thread")) announce(`${word("clock-late-by")} ${length(0)}`);
}

function set(clock: HTMLElement, text: string): void {
  const span = clock.querySelector(".left");
  if (span && span.textContent !== text) span.textContent = text;
}

function countdown(left: number): string {
  if (left >= HOUR) return length(left);
  const seconds = Math.floor(left / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function length(time: number): string {
  if (time < MINUTE) return word("time-seconds", Math.floor(time / 1000));
  if (time < HOUR) return word("time-minutes", Math.floor(time / MINUTE));
  if (time < 48 * HOUR) return word("time-hours", Math.floor(time / HOUR));
  return word("time-days", Math.floor(time / (24 * HOUR)));
}
