import { agents, expect, expectAccessible, person, test } from "./fixtures/test.ts";

test("a listener is typed, mended, tried and put to work", async ({ deskOf, network }) => {
  await network.post({ author: person("Rita Valdez"), text: "@altavela my zeppelin voucher does not work, please help me!" });
  const page = await deskOf(agents.administrator);
  await page.goto("/listeners/new");
  const query = page.getByLabel("Query", { exact: true });
  await query.fill("altavela AND (zeppelin OR voucher");
  await expect(page.getByText("1 fault")).toBeVisible();
  await expect(page.locator(".paint .q-op").first()).toHaveText("AND");
  await page.getByRole("button", { name: "Add )" }).click();
  await expect(query).toHaveValue("altavela AND (zeppelin OR voucher)");
  await expect(page.getByText("No faults")).toBeVisible();

  await query.press("Control+Enter");
  const tried = page.getByRole("heading", { name: "Dry run, last 7 days" });
  await expect(tried).toBeVisible();
  await expect(page.locator(".samples .hit", { hasText: "zeppelin" }).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Name").fill("Zeppelins");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Zeppelins" })).toBeVisible();
  await page.goto("/listeners?q=zeppelin");
  await page.getByRole("button", { name: "Pause Zeppelins" }).click();
  await expect(page.getByRole("button", { name: "Start Zeppelins" })).toBeVisible();
});

test("a query tells what it costs while it is typed, and is formatted in one step that can be undone", async ({ deskOf }) => {
  const page = await deskOf(agents.administrator);
  await page.goto("/listeners/new");
  const query = page.getByLabel("Query", { exact: true });
  const status = page.locator("query-editor .statusline");
  await query.fill("the");
  await expect(status).toContainText("Moderate: likely looked at in 0.2");
  const typed = "altavela   zeppelin OR  balloon";
  await query.fill(typed);
  await expect(status).toContainText("Cheap: likely looked at in < 0.1");
  await expect(page.locator(".tree .op").first()).toHaveText("ANY OF");

  // The caret stands behind "zepp" before and after.
  await query.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(15, 15));
  await page.getByRole("button", { name: "Format" }).click();
  await expect(query).toHaveValue("(altavela AND zeppelin) OR balloon");
  const caret = await query.evaluate((field: HTMLTextAreaElement) => field.value.slice(0, field.selectionStart));
  expect(caret).toMatch(/zepp$/);
  await expect(page.locator(".paint .q-op").first()).toHaveText("AND");
  await page.keyboard.press("Control+z");
  await expect(query).toHaveValue(typed);

  await query.fill("altavela AND (");
  await page.getByRole("button", { name: "Format" }).click();
  await expect(page.getByText("1 fault")).toBeVisible();
  await expect(query).toHaveValue("altavela AND (");
});
