import { agents, expect, expectAccessible, logIn, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "settings" });

test("an administrator holds and erases one customer", async ({ network, deskOf }) => {
  const page = await deskOf(agents.administrator);
  const desk = new Workplace(page);
  await network.post({ author: person("Yara Stone"), text: "@altavela my bag is lost, please help me" });
  await desk.find("Yara Stone");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Data", level: 1 })).toBeVisible();
  await expectAccessible(page);

  await test.step("a hold needs a reason, and stands in the way of an erasure", async () => {
    await page.getByRole("searchbox", { name: /Name, handle/ }).fill("yara");
    await page.keyboard.press("Enter");
    const found = page.getByRole("listitem").filter({ hasText: "Yara Stone" });
    await found.getByRole("textbox", { name: "Reason for a legal hold" }).fill("Lawsuit 7");
    await found.getByRole("button", { name: "Set a hold" }).click();
    await expect(page.getByRole("row", { name: /Yara Stone.*Lawsuit 7/ })).toBeVisible();
    await page.goto("/settings/data?q=yara");
    await expect(page.getByText("On hold")).toBeVisible();
    await expect(page.getByRole("link", { name: "Erase" })).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Lift the hold on Yara Stone" }).click();
    await expect(page.getByText("The hold is lifted.")).toBeVisible();
  });

  await test.step("an erasure shows what goes, and asks for the name", async () => {
    await page.goto("/settings/data?q=yara");
    await page.getByRole("link", { name: "Erase" }).click();
    await expect(page.getByRole("heading", { name: "Erase Yara Stone" })).toBeVisible();
    await expect(page.getByText("posts of theirs")).toBeVisible();
    await page.getByRole("textbox").fill("yara");
    await page.getByRole("button", { name: "Erase everything of theirs" }).click();
    await expect(page.getByRole("alert")).toContainText("not the name");
    await expectAccessible(page);
    await page.getByRole("textbox").fill("Yara Stone");
    await page.getByRole("button", { name: "Erase everything of theirs" }).click();
    await expect(page.getByText("Everything personal of them is gone.")).toBeVisible();
    await page.goto("/search?q=bag");
    await expect(page.getByRole("main")).not.toContainText("Yara");
  });
});

test("retention is set, without scripts too", async ({ deskOf }) => {
  const page = await deskOf(agents.administrator, false);
  await page.goto("/settings/data");
  await page.getByRole("spinbutton", { name: "Days to keep: Noise" }).fill("14");
  await page.getByRole("button", { name: "Save the days of: Noise" }).click();
  await expect(page.getByText("The new time holds")).toBeVisible();
  await expect(page.getByRole("spinbutton", { name: "Days to keep: Noise" })).toHaveValue("14");
});

test("what customers may expect is written for each network, and checked", async ({ deskOf }) => {
  const page = await deskOf(agents.administrator);
  await page.goto("/settings/expectations");
  await expect(page.getByText("No texts yet")).toBeVisible();
  await page.getByLabel("Languages").fill("en, tlh");
  await page.getByLabel("What you answer there").fill("bookings\nrefunds");
  await page.getByRole("button", { name: "Save and check" }).click();
  await expect(page.getByText("Saved. Post the new texts on your profiles.")).toBeVisible();
  await expect(page.getByText("Nobody here writes “tlh”")).toBeVisible();
  const short = page.getByRole("listitem").filter({ hasText: "Instagram" });
  await expect(short).toContainText("Answers within 1 hour.");
  await short.getByRole("button", { name: "Copy the text for Instagram" }).click();
  await expect(page.getByText(/^Copied$|The words are marked/)).toBeAttached();
  await expectAccessible(page);
  await page.goto("/wall");
  await expect(page.getByText(/things? that customers are told to expect/)).toBeVisible();
  await expectAccessible(page);
});

test("a program reads with its token until it is revoked", async ({ deskOf, request, baseURL }) => {
  const page = await deskOf(agents.administrator, false);
  await page.goto("/settings/tokens");
  await page.getByRole("textbox", { name: "Name" }).fill("nightly");
  await page.getByRole("combobox", { name: "Role" }).selectOption({ label: "Agent" });
  await page.getByRole("button", { name: "Make a token" }).click();
  const secret = (await page.locator("code.secret").textContent()) ?? "";
  const ask = (): Promise<number> =>
    request
      .get(`${baseURL}/api/v1/cases?list=all`, { headers: { authorization: `Bearer ${secret}` } })
      .then((answer) => answer.status());
  expect(await ask()).toBe(200);
  await page.goto("/settings/tokens");
  await expect(page.locator("code.secret")).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke nightly" }).click();
  expect(await ask()).toBe(401);
});

test("who is no administrator finds no settings", async ({ page }) => {
  await logIn(page, agents.ana);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" })).toHaveCount(0);
  const answer = await page.request.get("/settings/data");
  expect(answer.status()).toBe(403);
});
