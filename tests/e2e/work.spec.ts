import { agents, expect, expectAccessible, logIn, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "work" });

/** Whole days and a meeting, as a calendar program writes them. */
const calendar = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "BEGIN:VEVENT",
  "DTSTART;VALUE=DATE:20261225",
  "SUMMARY:Christmas Day",
  "RRULE:FREQ=YEARLY",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "DTSTART:20261224T090000Z",
  "SUMMARY:Office party",
  "END:VEVENT",
  "END:VCALENDAR",
].join("\r\n");

test("a case goes to whoever can do it, and says why", async ({ network, deskOf }) => {
  await network.post({ author: person("Ruth Okafor"), text: "@altavela my flight was cancelled, please help me" });
  const admin = await deskOf(agents.administrator);
  await admin.goto("/cases?list=all");
  const desk = new Workplace(admin);
  await desk.open("Ruth Okafor");
  const considered = admin.locator("details.considered");
  await expect(considered).toContainText("could take it", { timeout: 15_000 });
  await considered.locator("summary").click();
  await expect(considered.getByRole("listitem").first()).toBeVisible();
  await expectAccessible(admin);
});

test("an administrator says who gets the work of a queue", async ({ network, deskOf }) => {
  const page = await deskOf(agents.administrator);
  await page.goto("/settings/skills");
  await expectAccessible(page);
  await page.getByLabel("Name of the skill").fill("Ship papers");
  await page.getByRole("button", { name: "Add the skill" }).click();
  await expect(page.getByRole("columnheader", { name: "Ship papers" })).toBeVisible();

  await test.step("a queue needs a skill that nobody has, and the wall tells", async () => {
    await page.goto("/settings/queues");
    await expectAccessible(page);
    await page.getByRole("rowheader").getByRole("link").first().click();
    await page.getByLabel("Ship papers", { exact: true }).selectOption({ label: "Level 3 or better" });
    await page.getByLabel("Step 1: minutes").fill("600");
    await page.getByLabel("Step 1: what becomes easier").selectOption({ label: "Second ring" });
    await page.getByLabel("Taken back after minutes").fill("15");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save the queue" }).click();
    await expect(page.getByText("The queue follows its new rules")).toBeVisible();
    await expect(page.getByRole("row", { name: /ship-papers:3/ })).toContainText("15 min");
    await network.post({ author: person("Otto Brandt"), text: "@altavela my luggage never arrived, please help me" });
    await page.goto("/wall");
    await expect(page.getByText("has “ship-papers” at level 3")).toBeVisible({ timeout: 15_000 });
    await expectAccessible(page);
    await page.goto("/cases?list=all");
    await new Workplace(page).open("Otto Brandt");
    await expect(page.getByRole("region", { name: "Nobody can take this case" })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("once somebody has it, they get the case", async () => {
    await page.goto("/settings/skills?q=ana");
    await page.getByLabel("Ana Carvalho: Ship papers").selectOption("4");
    await page.getByRole("button", { name: "Save the changes" }).click();
    await expect(page.getByText("The levels are kept")).toBeVisible();
    await page.goto("/cases?list=all");
    await new Workplace(page).open("Otto Brandt");
    await expect(page.locator("details.considered")).toContainText("Ana got it", { timeout: 15_000 });
  });

  await test.step("what makes no sense is told, and nothing typed is lost", async () => {
    await page.goto("/settings/queues");
    await page.getByRole("rowheader").getByRole("link").first().click();
    await page.getByLabel("Name", { exact: true }).fill("Care and more");
    await page.getByLabel("Step 1: minutes").fill("");
    await page.getByRole("button", { name: "Save the queue" }).click();
    await expect(page.getByRole("alert")).toContainText("a step needs its minutes");
  });
});

test("clocks count by business hours with holidays from a file", async ({ deskOf }) => {
  const page = await deskOf(agents.administrator);
  await page.goto("/settings/hours");
  await expect(page.getByText("No calendars")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "New calendar" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Office");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByLabel("Monday").fill("09:00-12:00, 11:00-18:00");
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await expect(page.getByRole("alert")).toContainText("overlap");
  await page.getByLabel("Monday").fill("09:00-12:00, 13:00-18:00");
  await page.getByLabel("Calendar file").setInputFiles({ name: "days.ics", mimeType: "text/calendar", buffer: Buffer.from(calendar) });
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await expect(page.getByText("Left out, because they are no whole days")).toContainText("Office party");
  await page.getByRole("link", { name: "Office" }).click();
  await expect(page.getByRole("checkbox", { name: /Christmas Day/ })).toBeChecked();
  await expectAccessible(page);

  await page.goto("/settings/clocks");
  await expectAccessible(page);
  await page.getByRole("link", { name: "New policy" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Gold by office hours");
  await page.getByRole("checkbox", { name: "Gold" }).check();
  await page.getByLabel("First answer: within").fill("2");
  await page.getByLabel("First answer: unit").selectOption("hours");
  await page.getByLabel("First answer: counted").selectOption({ label: "Office" });
  await page.getByLabel("Line 1: how much").fill("80");
  await page.getByLabel("Line 1: what is done").selectOption({ label: "Tell the supervisors" });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  const row = page.getByRole("row", { name: /Gold by office hours/ });
  await expect(row).toContainText("1, Office");

  await test.step("a new version of the calendar is a new version of the policy", async () => {
    await page.goto("/settings/hours");
    await page.getByRole("link", { name: "Office" }).click();
    await page.getByLabel("Saturday").fill("10:00-12:00");
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.goto("/settings/clocks");
    await expect(row).toContainText("2, Office");
  });

  await test.step("a policy goes out of use and comes back", async () => {
    await page.getByRole("link", { name: "Gold by office hours" }).click();
    await expect(page.getByText("Version 2")).toBeVisible();
    await page.getByRole("button", { name: "Take it out of use" }).click();
    await expect(page.getByRole("heading", { name: "Out of use" })).toBeVisible();
    await page.getByRole("button", { name: "Use Gold by office hours again" }).click();
    await expect(page.getByText("New cases get it again.")).toBeVisible();
  });
});

test("who is no administrator sets nothing", async ({ page }) => {
  await logIn(page, agents.supervisor);
  for (const path of ["queues", "skills", "clocks", "hours"]) {
    expect((await page.request.get(`/settings/${path}`)).status()).toBe(403);
  }
});
