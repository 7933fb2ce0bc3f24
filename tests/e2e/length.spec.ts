import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { measure } from "../../crates/web/ui/src/desk/length.ts";

// The browser counts while somebody writes, the server before it sends: both by this table.
const units = ["chars", "utf16", "graphemes", "bytes", "weighted"] as const;
type Unit = (typeof units)[number];

interface Golden {
  units: ({ text: string } & Record<Unit, number>)[];
  links: { text: string; unit: string; links?: number; count: number }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../crates/channels/tests/lengths.json", import.meta.url), "utf8"),
) as Golden;

test("the composer counts as the server does", () => {
  expect(golden.units.length).toBeGreaterThan(15);
  for (const row of golden.units) {
    for (const unit of units) {
      expect(measure(row.text, unit, undefined), `${row.text} in ${unit}`).toBe(row[unit]);
    }
  }
  for (const row of golden.links) {
    expect(measure(row.text, row.unit, row.links), row.text).toBe(row.count);
  }
});
