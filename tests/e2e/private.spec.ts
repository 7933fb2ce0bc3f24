import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

const answer = "Your booking is on the later flight now. The confirmation is on its way.";

test("a private reply is a direct message that only the customer sees", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const words = "@altavela please put me on the later flight, can you help me?";
  const post = await network.post({ author: person("Ines Duarte"), text: words });
  await desk.open("Ines Duarte");
  await desk.choose("Private");
  await expect(desk.composer).toContainText("Only Ines Duarte will see this");
  await expect(desk.composer.getByRole("button", { name: /Send to Ines Duarte/ })).toBeVisible();
  await desk.field("Private").fill(answer);
  await desk.composer.getByRole("button", { name: /Send to Ines Duarte/ }).click();
  await expect(desk.said(answer)).toContainText("Private");
  await expectAccessible(page);
  network.promise(post, [{ audience: "private", text: answer }]);
});

test("a case that began in private is answered in private", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  await network.post({
    author: person("Jonas Weiss"),
    text: "Hello, can you help me? My booking shows the wrong name.",
    surface: "dm",
    audience: "private",
  });
  await desk.open("Jonas Weiss");
  await expect(desk.composer.getByRole("radio", { name: "Private" })).toBeChecked();
});
