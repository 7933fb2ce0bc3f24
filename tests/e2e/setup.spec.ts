import { House } from "./fixtures/house.ts";
import { expect, expectAccessible, test } from "./fixtures/test.ts";

// A house of its own, not the demo: nothing else has to start.
test.use({ baseURL: "http://127.0.0.1" });

const admin = { email: "ada@north.example", password: "a sentence works well" };

test("the printed address sets an empty house up, once", async ({ page }) => {
  const [house, address] = await House.bare("setup");
  try {
    await test.step("nobody gets in with another token", async () => {
      await page.goto(`${house.url}/setup?token=guessed`);
      await expect(page.getByRole("alert")).toBeVisible();
      await expect(page.getByRole("button", { name: "Create the organization" }).or(page.getByRole("link", { name: /Back/ })).first()).toBeVisible();
    });

    await test.step("what is wrong is said beside its field", async () => {
      await page.goto(address);
      await expectAccessible(page);
      await page.getByLabel("Organization").fill("North Ferries");
      await page.getByLabel("Your name").fill("Ada North");
      await page.getByLabel("E-mail").fill(admin.email);
      await page.getByLabel("Password").evaluate((field) => field.removeAttribute("minlength"));
      await page.getByLabel("Password").fill("short");
      await page.getByRole("button", { name: "Create the organization" }).click();
      await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByText("This is shorter than 12 characters")).toBeVisible();
      await expect(page.getByLabel("Organization")).toHaveValue("North Ferries");
      await expectAccessible(page);
    });

    await test.step("the organization and its administrator are made", async () => {
      await page.getByLabel("Password").fill(admin.password);
      await page.getByRole("button", { name: "Create the organization" }).click();
      await expect(page).not.toHaveURL(/\/setup/);
    });

    await test.step("the administrator logs in", async () => {
      await page.context().clearCookies();
      await page.goto(`${house.url}/login`);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Sign in");
      await page.getByLabel("E-mail").fill(admin.email);
      await page.getByLabel("Password").fill("not this one");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert")).toContainText("does not fit");
      await page.getByLabel("Password").fill(admin.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Ada North");
      await expect(page.getByRole("navigation", { name: "Main" })).toContainText("North Ferries");
      await expectAccessible(page);
    });

    await test.step("the token is used up", async () => {
      await page.context().clearCookies();
      await page.goto(address);
      await expect(page.getByLabel("Organization")).toHaveCount(0);
    });
  } finally {
    expect(await house.stop()).not.toContain("ERROR");
  }
});
