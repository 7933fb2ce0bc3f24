import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "playbook" });

const help = "please help me";
const changes = "/playbook/draft/changes";
/** The answer to a form that somebody else was faster with. */
const conflict = /status of 409/;

test.describe.configure({ mode: "serial" });

test("a line is changed, replayed, read, signed and activated, and the next post is decided by it", async ({ deskOf, network }) => {
  for (const name of ["Rita Valdez", "Omar Haddad", "Lena Voss"]) {
    await network.post({ author: person(name), text: `@altavela my suitcase is lost, ${help}` });
  }
  const page = await deskOf(agents.administrator);
  const desk = new Workplace(page);
  await desk.open("Lena Voss");
  const cited = desk.case.getByRole("link", { name: /^Line \d+$/ }).first();
  const number = /\d+/.exec((await cited.textContent()) ?? "")?.[0] ?? "";
  await cited.click();
  await expect(page).toHaveURL(new RegExp(`/playbook/versions/1#line-${number}`));
  await expectAccessible(page);

  await test.step("a draft begins, and a line is changed while it shows what it would catch", async () => {
    await page.goto("/playbook");
    await page.getByRole("button", { name: "Begin a draft" }).click();
    await expect(page.getByText("The draft has begun")).toBeVisible();
    await expectAccessible(page);
    await page.goto(`/playbook/draft/lines/${number}`);
    await expect(page.getByText(/This line would catch \d+ of the last \d+ posts/)).toBeVisible();
    await page.getByLabel("Clock").selectOption({ label: "Within a day" });
    await page.getByLabel("Name", { exact: true }).fill("Asks for help, calmly");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save the line" }).click();
    await expect(page.getByText("The line is saved.")).toBeVisible();
  });

  await test.step("the difference is read, and stored posts go through the draft", async () => {
    await page.getByRole("link", { name: "See what changes" }).click();
    const different = page.getByRole("listitem").filter({ hasText: "Asks for help, calmly" });
    await expect(different).toContainText("Within a day");
    await page.getByLabel("Days").fill("7");
    await page.getByRole("button", { name: "Replay", exact: true }).click();
    await expect(page.getByText(/[1-9]\d* of \d+ posts are decided otherwise/)).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(`my suitcase is lost, ${help}`).first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("two departments sign, and it decides", async () => {
    const activate = page.getByRole("button", { name: "Let version 2 decide" });
    await expect(activate).toBeDisabled();
    const sam = await deskOf(agents.supervisor);
    await sam.goto(changes);
    await expect(sam.getByRole("button", { name: "Let version 2 decide" })).toHaveCount(0);
    await sam.getByLabel("Say something").fill("Care agrees.");
    await sam.getByRole("button", { name: "Add the remark" }).click();
    await sam.getByRole("button", { name: "Sign for Customer care" }).click();
    await expect(sam.getByText("Signed by Sam Lindqvist")).toBeVisible();
    await page.goto(changes);
    await expect(page.getByText("Care agrees.")).toBeVisible();
    await page.getByRole("button", { name: "Sign for Communications" }).click();
    await activate.click();
    await expect(page.getByText("This version decides from the next post on.")).toBeVisible();
  });

  await test.step("the next post is decided by the new version, and its case says so", async () => {
    await network.post({ author: person("Nora Quist"), text: `@altavela my suitcase is lost, ${help}` });
    await desk.open("Nora Quist");
    await expect(desk.case.getByText("Version 2")).toBeVisible();
    await expect(desk.case.getByText("Asks for help, calmly")).toBeVisible();
    await expect(desk.case.locator(`a[href="/playbook/versions/2#line-${number}"]`).first()).toBeVisible();
    await desk.open("Lena Voss");
    await expect(desk.case.getByText("Version 1")).toBeVisible();
  });
});

test("a suggestion is taken or set aside with a reason, and the authors see it", async ({ deskOf, network }) => {
  await network.post({ author: person("Ivo Brandt"), text: `@altavela my suitcase is lost, ${help}` });
  const page = await deskOf(agents.supervisor);
  const desk = new Workplace(page);
  await desk.open("Ivo Brandt");
  const advised = desk.case.getByRole("region", { name: "Next best actions" });
  const first = advised.locator(".act").first();
  const words = (await first.locator(".what").textContent()) ?? "";
  expect(words).not.toBe("");

  await test.step("taken: its words are in the field, and it says so", async () => {
    await first.click();
    await expect(desk.composer.locator("textarea.write:visible")).toHaveValue(words);
    await expect(advised.locator(".advised.taken")).toHaveCount(1);
    await page.reload();
    await expect(first).toContainText("taken");
  });

  await test.step("set aside: it is gone, with the reason, and can be brought back", async () => {
    await advised.locator("summary").first().click();
    await page.getByRole("button", { name: "The playbook is not clear here" }).click();
    await expect(page.getByText("Set aside. The playbook’s authors see the reason.")).toBeVisible();
    await expect(desk.case.getByText(/Sam set aside/)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("the report shows both, and the grey area leads to the case", async () => {
    await page.goto("/playbook/use");
    const grey = page.getByRole("listitem").filter({ hasText: "The playbook is not clear here" });
    await expect(grey).toContainText("my suitcase is lost");
    await expectAccessible(page);
    await grey.getByRole("link").click();
    await page.getByRole("button", { name: /^Bring back/ }).click();
    await expect(first.locator(".what")).toHaveText(words);
    await page.goto("/playbook/use");
    await expect(page.getByText("Nothing is unclear")).toBeVisible();
  });
});

test.describe("two people on one line", () => {
  test.use({ complaints: conflict });

  test("meet, and nothing is lost", async ({ deskOf }) => {
    const ada = await deskOf(agents.administrator);
    const sam = await deskOf(agents.supervisor);
    await ada.goto("/playbook/draft");
    await ada.getByRole("button", { name: "Begin a draft" }).click();
    for (const page of [ada, sam]) await page.goto("/playbook/draft/lines/30");
    await ada.getByLabel("Clock").selectOption({ label: "Within an hour" });
    await ada.getByRole("button", { name: "Save the line" }).click();
    await expect(ada.getByText("The line is saved.")).toBeVisible();
    await sam.getByLabel("Clock").selectOption({ label: "Within a day" });
    await sam.getByLabel("Why it is there").fill("Sam's own words");
    await sam.getByRole("button", { name: "Save the line" }).click();
    const stop = sam.getByRole("alert");
    await expect(stop).toContainText("Somebody changed line 30 while you were at it");
    await expect(stop.getByRole("row", { name: /Clock/ })).toContainText("Within an hour");
    await expect(sam.getByLabel("Why it is there")).toHaveValue("Sam's own words");
    await expectAccessible(sam);
    await sam.getByRole("button", { name: "Save the line" }).click();
    await expect(sam.getByText("The line is saved.")).toBeVisible();
  });
});

test.describe("without scripts", () => {
  test.use({ complaints: /status of 422/ });

  test("a condition is chosen from lists, mistyped as text, and mended", async ({ deskOf }) => {
    const page = await deskOf(agents.supervisor, false);
    await page.goto("/playbook/draft/lines/new");
    await page.getByLabel("Name", { exact: true }).fill("Sad and waiting");
    await page.getByRole("button", { name: "Add a test" }).click();
    await page.getByLabel("Test 2: what").selectOption({ label: "Waits for an answer" });
    await page.getByRole("button", { name: "See what it catches" }).click();
    await expect(page.getByLabel("Test 2: how")).toHaveValue("is");
    await expect(page.getByLabel("Condition")).toContainText("verdict.expects_reply");
    await page.getByRole("button", { name: "Write as text" }).click();
    await page.getByLabel("Condition").fill('sentimant == "negative"');
    await page.getByRole("button", { name: "Save the line" }).click();
    await expect(page.locator("mark.miss")).toHaveText("sentimant");
    await expect(page.getByText("At character 1")).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Sad and waiting");
    await page.getByLabel("Condition").fill('sentiment == "negative"');
    await page.getByRole("button", { name: "Save the line" }).click();
    await expect(page.getByText("The line is saved.")).toBeVisible();
    await page.goto("/playbook/draft/sections/mission");
    await page.getByLabel("Text", { exact: true }).fill("We answer everybody.");
    await page.getByRole("button", { name: "Save the section" }).click();
    await expect(page.getByText("We answer everybody.")).toBeVisible();
  });
});
