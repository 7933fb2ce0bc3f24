import { agents, expect, expectAccessible, test, Workplace } from "./fixtures/test.ts";

test("an administrator adds a colleague, who changes the password; then they are switched off", async ({ deskOf, browser, baseURL }) => {
  const admin = new Workplace(await deskOf(agents.administrator));
  const page = admin.page;
  let password = "";

  await test.step("the colleague is added with a role", async () => {
    await page.goto("/people");
    await page.getByRole("link", { name: "Add somebody" }).click();
    await page.getByRole("textbox", { name: "Whole name" }).fill("Inês Duarte");
    await page.getByRole("textbox", { name: "E-mail" }).fill("ines@demo.example");
    await page.getByRole("combobox", { name: "Role 1", exact: true }).selectOption({ label: "Agent" });
    await page.getByRole("combobox", { name: "Where role 1 holds" }).selectOption({ label: "Everything" });
    await expectAccessible(page);
    await page.getByRole("button", { name: "Add them" }).click();
    const made = page.getByRole("status").filter({ hasText: "The password of Inês Duarte" });
    password = await made.locator("code").innerText();
    expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    await expectAccessible(page);
  });

  const hers = await browser.newContext({ baseURL: baseURL ?? "" });
  const ines = await hers.newPage();
  const enter = async (words: string): Promise<void> => {
    await ines.goto("/login");
    await ines.getByRole("textbox", { name: "E-mail" }).fill("ines@demo.example");
    await ines.getByLabel("Password").fill(words);
    await ines.getByRole("button", { name: "Sign in", exact: true }).click();
  };

  await test.step("she logs in, and chooses a password of her own", async () => {
    await enter(password);
    await expect(ines).toHaveURL(/\/cases/);
    await ines.goto("/me/password");
    await ines.getByLabel("Password so far").fill(password);
    await ines.getByLabel("New password", { exact: true }).fill("seven slow blue boats");
    await ines.getByLabel("New password once more").fill("seven slow blue boats");
    await expectAccessible(ines);
    await ines.getByRole("button", { name: "Change it" }).click();
    await expect(ines.getByRole("status").filter({ hasText: "Your new password holds" })).toBeVisible();
  });

  await test.step("she is switched off, and out at once", async () => {
    await page.goto("/people");
    await page.getByRole("link", { name: "Inês Duarte" }).click();
    await page.getByRole("button", { name: "Switch off" }).click();
    await expect(page.getByRole("status").filter({ hasText: "They cannot log in" })).toBeVisible();
    await ines.goto("/cases");
    await expect(ines).toHaveURL(/\/login/);
    await enter("seven slow blue boats");
    await expect(ines.getByText("That password does not fit")).toBeVisible();
  });

  await hers.close();
});
