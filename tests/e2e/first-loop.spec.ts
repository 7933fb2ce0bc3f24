import { agents, expect, expectAccessible, logIn, person, test, Workplace } from "./fixtures/test.ts";
import { expectInOrder } from "./fixtures/workplace.ts";

// The report counts every post: this spec has a house of its own.
test.use({ ownHouse: "first-loop" });

const words = "@altavela my suitcase never arrived in Lisbon. Can you help me, please?";
const answer = "We are sorry, Mirela. We are looking for your suitcase now and write again today.";
const thought = "Tracing says it stands in Porto.";

test("a post becomes an answered, recorded case", async ({ page, network, deskOf }) => {
  const mirela = person("Mirela Voss");
  const desk = new Workplace(page);
  // On a phone one pane is seen at a time, and the navigation stands behind a button.
  const phone = (page.viewportSize()?.width ?? 0) < 600;
  let post = "";

  await test.step("log in", async () => {
    await logIn(page, agents.ana);
    if (!phone) await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Ana Carvalho");
    await page.goto("/cases?list=all");
    await expect(desk.list).toContainText("No open cases");
  });

  await test.step("a post arrives without a reload", async () => {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    post = await network.post({ author: mirela, text: words });
    await expect(desk.row("Mirela Voss")).toBeVisible({ timeout: 5_000 });
    await expect(desk.row("Mirela Voss")).toContainText("my suitcase never arrived");
    expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  });

  await test.step("another waits behind a pill, and no row jumps", async () => {
    const before = await desk.row("Mirela Voss").boundingBox();
    await network.post({
      author: person("Tomas Lindgren"),
      text: "@altavela the seat I paid for was given away. Please help!",
    });
    await expect(desk.fresh).toBeVisible({ timeout: 5_000 });
    await expect(desk.row("Tomas Lindgren")).toHaveCount(0);
    const pill = await desk.fresh.boundingBox();
    const after = await desk.row("Mirela Voss").boundingBox();
    expect(after?.y, "the row stays where it was").toBe(before?.y);
    expect(pill).not.toBeNull();
    await desk.fresh.click();
    await expect(desk.row("Tomas Lindgren")).toBeVisible();
    await expect(desk.fresh).toBeHidden();
  });

  await test.step("the case says why it is here", async () => {
    await desk.row("Mirela Voss").click();
    await expect(desk.case).toBeVisible();
    await expect(desk.said(words)).toBeVisible();
    const verdict = desk.thread.getByRole("group").filter({ hasText: "Why is this here" });
    await expect(verdict).toContainText("Asks for help");
    await expect(verdict).toContainText(/The playbook says so/);
    await expect(verdict.getByRole("link", { name: /^Line \d+$/ })).toBeVisible();
    if (phone) await page.getByRole("link", { name: "Customer", exact: true }).click();
    await expect(page.getByRole("complementary", { name: "Customer" })).toContainText("mirela.voss");
    await expectAccessible(page);
    if (phone) await page.getByRole("link", { name: "Case", exact: true }).click();
  });

  await test.step("a public reply waits for its undo, then goes out once", async () => {
    await desk.say("Public", answer);
    await expect(desk.said(answer)).toHaveCount(1);
    await expect(desk.undo).toBeVisible();
    await expect(desk.field("Public")).toHaveValue("");
    expect(await network.answers(post)).toEqual([]);
    await expectAccessible(page);
    await expect.poll(async () => (await network.answers(post)).length, { timeout: 20_000 }).toBe(1);
    await expect(desk.undo).toHaveCount(0);
    await expect(desk.said(answer)).toHaveCount(1);
    await expect(desk.said(answer)).not.toContainText("Is going out");
  });

  await test.step("a note stays with the team", async () => {
    await page.keyboard.press("Escape");
    await desk.say("Note", thought);
    await expect(desk.said(thought)).toContainText("Note, team only");
  });

  await test.step("E resolves", async () => {
    await desk.case.getByRole("heading", { level: 2 }).first().focus();
    await page.keyboard.press("e");
    await expect(page.getByText("Resolved", { exact: false }).first()).toBeVisible();
  });

  await test.step("the timeline shows it all in order", async () => {
    await page.goto("/cases?list=all&status=done");
    await desk.row("Mirela Voss").click();
    await expect(desk.case.getByRole("button", { name: "Open again" })).toBeVisible();
    const lines = desk.thread.locator("article, p.event");
    await expectInOrder(lines, [/my suitcase never arrived/, /looking for your suitcase/, /stands in Porto/, /Ana resolved it/]);
    await expect(desk.said(answer)).toHaveCount(1);
    await expectAccessible(page);
  });

  await test.step("the network has the reply exactly once", async () => {
    const seen = await network.answers(post);
    expect(seen.map(({ text, audience }) => ({ text, audience }))).toEqual([{ text: answer, audience: "public" }]);
    expect(await network.rejections()).toEqual([]);
  });

  await test.step("the report counts it", async () => {
    const sam = await deskOf(agents.supervisor);
    const cell = (name: string): ReturnType<typeof sam.locator> =>
      sam.locator("dl.figures > div").filter({ has: sam.getByText(name, { exact: true }) }).locator("dd");
    await expect(async () => {
      await sam.goto("/reports");
      await expect(cell("Came in")).toHaveText(/^2\b/, { timeout: 500 });
      await expect(cell("Answered")).toHaveText(/^1\b/, { timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await expect(cell("First answer, median")).toHaveText(/^\d+\s(s|min)/);
    const table = sam.getByRole("region", { name: "By channel" });
    const plaza = table.getByRole("row").nth(1).getByRole("cell");
    await expect(plaza.nth(1)).toHaveText("2");
    await expect(plaza.nth(2)).toHaveText("1");
    await expect(plaza.nth(3)).toHaveText(/^\d+\s(s|min)/);
    await expectAccessible(sam);
  });
});
