import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

const words = "@altavela my child travels alone tomorrow. Who meets her in Lisbon?";
const whisper = "she flew with us last week too, be generous";

test("a supervisor whispers from the wall, and the owner hears it at once", async ({ network, deskOf }) => {
  const ana = new Workplace(await deskOf(agents.ana));
  const sam = new Workplace(await deskOf(agents.supervisor));
  await network.post({ author: person("Rita Nunes"), text: words });

  await test.step("Ana has the case, and looks at another page", async () => {
    await ana.open("Rita Nunes");
    await ana.case.locator('summary[aria-label="Assign or move"]').click();
    await ana.case.getByRole("combobox", { name: "Owner" }).selectOption({ label: "Ana Carvalho" });
    await ana.case.getByRole("button", { name: "Assign" }).click();
    // The router may have been first.
    await expect(ana.thread).toContainText(/Ana took this case|Given to Ana/);
    await ana.page.goto("/keys");
  });

  await test.step("Sam finds it on the wall and writes to her", async () => {
    await sam.page.goto("/wall");
    const line = sam.page.getByRole("listitem").filter({ hasText: "Rita Nunes" }).first();
    await line.locator("summary", { hasText: "Whisper" }).click();
    const note = line.getByRole("textbox", { name: "A note that only the team reads" });
    await expect(note).toHaveValue("@Ana ");
    await note.press("End");
    await note.pressSequentially(whisper);
    await expectAccessible(sam.page);
    await line.getByRole("button", { name: "Send the note" }).click();
    await expect(sam.page).toHaveURL(/\/wall$/);
  });

  await test.step("she hears it where she is, and goes there", async () => {
    const toast = ana.page.locator(".toast");
    await expect(toast).toContainText("Sam calls you in a note");
    await expectAccessible(ana.page);
    await toast.getByRole("link", { name: "Open" }).click();
    await expect(ana.page.locator("#thread")).toContainText(whisper);
  });

  await test.step("it stands among her mentions, read", async () => {
    await ana.page.getByRole("link", { name: /^Mentions/ }).click();
    const note = ana.page.getByRole("listitem").filter({ hasText: whisper });
    await expect(note).toContainText("Rita Nunes");
    await expect(note).not.toContainText("New");
    await expectAccessible(ana.page);
  });
});
