import { mkdirSync } from "node:fs";

import { type Page } from "@playwright/test";

import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

/** Where the pictures lie, for people to look at; nothing compares them. */
const pictures = process.env["EARSHOT_E2E_PICTURES"] ?? "test-results/looks";

const help = "please help me";
const customers = [
  { author: person("Mirela Voss", 8_200), text: `@altavela my suitcase never arrived in Lisbon and nobody at the desk knows where it is. ${help} #altavela` },
  { author: person("Tomas Lindgren"), text: `@altavela the app does not let me check in: "error 17". What shall I do? https://plaza.example/shot/17` },
  { author: person("Katrin Bauer", 950), text: "@altavela Mein Gutschein funktioniert nicht, bitte helfen Sie mir!", language: "de" },
  { author: person("João Pires"), text: "@altavela o meu voo foi cancelado e ninguém responde. Podem ajudar?", language: "pt" },
  { author: { id: "u-layla", handle: "layla", name: "ليلى حداد" }, text: "@altavela ضاعت حقيبتي في لشبونة. هل يمكنكم مساعدتي من فضلكم؟ please help", language: "ar" },
  { author: person("Noor de Vries", 31_000), text: "@altavela never again. Four hours late, no food, no word. I want my money back!" },
  { author: person("Paul Ngata"), text: "@altavela thank you so much, the crew in row 12 was wonderful. Could you pass that on?" },
] as const;

test.beforeAll(async ({ network }) => {
  let first = "";
  for (const post of customers) {
    const id = await network.post(post);
    first ||= id;
  }
  await network.post({ author: person("Zoe Onlooker"), parent: first, surface: "comment", text: "Same here last week, they never called back." });
  await network.post({ author: person("Mirela Voss", 8_200), parent: first, surface: "comment", text: `@altavela it is a green one with a red ribbon, ${help}` });
});

test("login", async ({ page }, info) => {
  await page.goto("/login");
  await look(page, info.project.name, "login");
});

test("desk", async ({ deskOf }, info) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  await desk.find("Paul Ngata");
  for (const { author } of customers) await expect(desk.row(author.name)).toBeVisible();
  await look(page, info.project.name, "desk-list");

  await desk.open("Mirela Voss");
  await expect(desk.said("red ribbon")).toBeVisible();
  await look(page, info.project.name, "desk-case");
  await desk.choose("Private");
  await desk.field("Private").fill("A draft that is not finished");
  await look(page, info.project.name, "desk-private");
  await desk.field("Private").fill("");
  await desk.say("Note", "Tracing says it stands in Porto.");
  await expect(desk.said("stands in Porto")).toBeVisible();
  await desk.say("Public", "We are sorry, Mirela. We are looking for it now.");
  await expect(desk.undo).toBeVisible();
  await look(page, info.project.name, "desk-replied");

  await desk.say("Public", "Write to me at ana.carvalho@altavela.example or call +351 912 345 678.");
  await expect(desk.stop).toBeVisible();
  await look(page, info.project.name, "desk-guard");
});

test("collision", async ({ deskOf }, info) => {
  const ana = new Workplace(await deskOf(agents.ana));
  const sam = new Workplace(await deskOf(agents.supervisor));
  await ana.open("Katrin Bauer");
  await sam.open("Katrin Bauer");
  await sam.choose("Public");
  await sam.field("Public").fill("Guten Tag, welcher Gutschein ist es?");
  await ana.say("Public", "Hallo Katrin, wir sehen sofort nach.");
  await expect(ana.undo).toBeVisible();
  await sam.field("Public").press("Control+Enter");
  await expect(sam.stop).toBeVisible();
  await look(sam.page, info.project.name, "desk-collision");
});

test.describe("a draft of the playbook", () => {
  test("is begun", async ({ deskOf }, info) => {
    const page = await deskOf(agents.administrator);
    await page.goto("/playbook/draft");
    const begin = page.getByRole("button", { name: "Begin a draft" });
    if ((await begin.count()) > 0) {
      await look(page, info.project.name, "playbook-begin");
      await begin.click();
    }
    await expect(page.getByRole("navigation", { name: "Lines" })).toBeAttached();
  });
});

for (const [name, path] of [
  ["report", "/reports"],
  ["listeners", "/listeners"],
  ["listener-new", "/listeners/new"],
  ["listener-packs", "/listeners/packs"],
  ["listener-insights", "/listeners/insights"],
  ["listening-language", "/help/listening-language"],
  ["wall", "/wall"],
  ["playbook", "/playbook"],
  ["playbook-draft", "/playbook/draft"],
  ["playbook-line", "/playbook/draft/lines/30"],
  ["playbook-line-new", "/playbook/draft/lines/new"],
  ["playbook-section", "/playbook/draft/sections/mission"],
  ["playbook-matrix", "/playbook/draft/matrix"],
  ["playbook-text", "/playbook/draft/text"],
  ["playbook-changes", "/playbook/draft/changes"],
  ["playbook-versions", "/playbook/versions"],
  ["playbook-use", "/playbook/use"],
  ["settings-expectations", "/settings/expectations"],
  ["people", "/people"],
  ["data", "/settings/data?q=mirela"],
  ["queues", "/settings/queues"],
  ["skills", "/settings/skills"],
  ["clocks", "/settings/clocks"],
  ["clock-new", "/settings/clocks/new"],
  ["hours", "/settings/hours"],
  ["hours-new", "/settings/hours/new"],
  ["guard", "/settings/guard"],
  ["tokens", "/settings/tokens"],
  ["style", "/style"],
  ["search", "/search?q=altavela"],
  ["search-none", "/search?q=nothingofthekind"],
  ["keys", "/keys"],
  ["problem", "/cases/none-such"],
] as const) {
  test(name, async ({ deskOf }, info) => {
    // Every part of every screen stands on it: it takes longer to check than any other page.
    if (name === "style") test.slow();
    const page = await deskOf(agents.administrator);
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await look(page, info.project.name, name);
  });
}

test("queue", async ({ deskOf }, info) => {
  const page = await deskOf(agents.administrator);
  await page.goto("/settings/queues");
  await page.getByRole("rowheader").getByRole("link").first().click();
  await expect(page.getByRole("button", { name: "Save the queue" })).toBeVisible();
  await look(page, info.project.name, "queue");
});

test("palette", async ({ deskOf }, info) => {
  const page = await deskOf(agents.ana);
  await page.goto("/cases?list=all");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search or do" })).toBeVisible();
  await look(page, info.project.name, "palette");
});

/** Checks a page as it stands, and takes its picture. */
async function look(page: Page, project: string, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  mkdirSync(`${pictures}/${project}`, { recursive: true });
  await page.screenshot({ path: `${pictures}/${project}/${name}.png` });
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect.soft(widths[0], `${name} fits the width of the screen`).toBeLessThanOrEqual(widths[1] ?? 0);
  await test.step(`${name} is accessible`, () => expectAccessible(page));
}
