import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "keys" });

test("the whole desk works by keys", async ({ page: _, network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  for (const name of ["Rosa Klein", "Stefan Maier", "Tilda Berg"]) {
    await network.post({ author: person(name), text: `@altavela I am ${name} and my bag is lost, please help` });
  }
  for (const name of ["Rosa Klein", "Stefan Maier", "Tilda Berg"]) await desk.find(name);
  const rows = desk.list.locator("a.row");

  await test.step("J and K move, Enter opens", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("k");
    await expect(rows.nth(0)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(desk.case).toBeVisible();
    await expect(rows.nth(0)).toHaveAttribute("aria-current", "true");
  });

  await test.step("R, P and N choose who reads it, and put the hands there", async () => {
    await page.keyboard.press("p");
    await expect(desk.field("Private")).toBeFocused();
    await leave();
    await page.keyboard.press("n");
    await expect(desk.field("Note")).toBeFocused();
    await leave();
    await page.keyboard.press("r");
    await expect(desk.field("Public")).toBeFocused();
  });

  await test.step("letters are letters inside of a field", async () => {
    const number = await desk.case.getAttribute("aria-label");
    await page.keyboard.type("jerk pen? z/");
    await expect(desk.field("Public")).toHaveValue("jerk pen? z/");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect(await desk.case.getAttribute("aria-label")).toBe(number);
    await desk.field("Public").fill("");
    await expect(desk.case.getByRole("button", { name: /^Resolve/ })).toBeVisible();
    await leave();
  });

  await test.step("? shows all keys, Escape closes", async () => {
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await expect(keys).toBeVisible();
    await expect(keys).toContainText("Next, previous case");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(keys).toBeHidden();
  });

  await test.step("Ctrl+K searches and does", async () => {
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Search or do" });
    await expect(palette).toBeVisible();
    await expect(palette.getByRole("combobox")).toBeFocused();
    await expect(palette.getByRole("option", { name: /^Resolve/ })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.type("unassi");
    await expect(palette.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/list=unassigned/);
  });

  await test.step("G and a letter go to a list", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await expect(page).toHaveURL(/list=all/);
  });

  await test.step("what is no command is searched for", async () => {
    await page.keyboard.press("/");
    const palette = page.getByRole("dialog", { name: "Search or do" });
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("stefan");
    await expect(palette.getByRole("option")).toHaveCount(0);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/search\?q=stefan/);
    await expect(page.getByRole("main")).toContainText("Stefan Maier");
  });

  await test.step("letters can be switched off, and stay off", async () => {
    await page.goto("/cases?list=all");
    await desk.row("Tilda Berg").click();
    await expect(desk.case).toBeVisible();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).getByRole("checkbox").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("e");
    await page.keyboard.press("n");
    await expect(desk.field("Public")).toBeVisible();
    await expect(desk.case.getByRole("button", { name: /^Resolve/ })).toBeVisible();
    await page.reload();
    await page.keyboard.press("n");
    await expect(desk.field("Public")).toBeVisible();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Search or do" })).toBeVisible();
  });

  /** Takes the focus out of the field, as Escape does for a hand on the keys. */
  async function leave(): Promise<void> {
    await page.keyboard.press("Escape");
    await expect(page.locator("textarea:focus")).toHaveCount(0);
  }
});
