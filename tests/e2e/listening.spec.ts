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
