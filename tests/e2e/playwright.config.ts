import { defineConfig, type PlaywrightTestConfig } from "@playwright/test";

const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const executablePath = process.env["EARSHOT_CHROMIUM"] ?? "/usr/bin/chromium";
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** The screens that every look is checked on: both themes, at a desk and on a phone. */
const screens: NonNullable<PlaywrightTestConfig["projects"]> = [
  { name: "desk-light", use: { viewport: desktop, colorScheme: "light" } },
  { name: "desk-dark", use: { viewport: desktop, colorScheme: "dark" } },
  { name: "phone-light", use: { viewport: phone, colorScheme: "light", hasTouch: true } },
  { name: "phone-dark", use: { viewport: phone, colorScheme: "dark", hasTouch: true } },
];

/** Specs that look at screens, and the first loop, run on all of them; others run once, on a desk. */
const looks = /(\.looks|first-loop)\.spec\.ts$/;

export default defineConfig({
  testDir: ".",
  outputDir: "test-results/runs",
  fullyParallel: false,
  workers: 1,
  forbidOnly: process.env["CI"] === "true",
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args: browserFlags },
  },
  projects: [
    { name: "work", testIgnore: looks, use: { viewport: desktop } },
    ...screens.map((screen) => ({ ...screen, testMatch: looks })),
  ],
});
