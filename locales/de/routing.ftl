reason-relaxed = Durch das Warten { $steps ->
        [1] machte ein Schritt der Warteschlange
       *[other] machten { $steps } Schritte der Warteschlange
    } den Fall leichter zu übernehmen.
reason-best-of = { $edge ->
        [load] Von { $could }, die ihn übernehmen konnten, hat ihn, wer am meisten Platz hatte.
        [mastery] Von { $could }, die ihn übernehmen konnten, hat ihn, wer es am besten kann.
        [waited] Von { $could }, die ihn übernehmen konnten, hat ihn, wer am längsten auf einen Fall wartete.
        [alone] Ihn hat, wer ihn übernehmen konnte.
       *[order] { $could } konnten ihn gleichermaßen übernehmen; jemand davon hat ihn.
    }
reason-pulled = Selbst übernommen; { $ahead } früher fällige blieben liegen.
reason-passed-over = { $count } übergangen: { $why ->
        [other-queue] nicht in dieser Warteschlange
        [ring-closed] ihr Ring ist noch nicht offen
        [not-trained] eine Schulung fehlt
        [not-skilled] eine Fähigkeit fehlt
        [other-language] sie schreiben die Sprache nicht
        [not-here] nicht da
        [full] kein freier Platz
        [surface-full] kein freier Platz dieser Art
       *[taken-back] er wurde ihnen abgenommen
    }.
routed-somebody = Jemand
routed-lacks = Niemand kann diesen Fall übernehmen
routed-taken = { $name } abgenommen, { $time }: { $how ->
        [untouched] in der Zeit der Warteschlange nicht angefasst
        [left] nicht mehr da
        [away] abwesend
       *[late] die Antwort war zu spät
    }
routed-considered = { $name } bekam ihn, { $time }: { $could } konnten ihn übernehmen
routed-alone = Sonst wurde niemand gefragt.
routed-second = Als Nächstes wäre { $name } dran gewesen: { $edge ->
        [load] mit weniger Platz
        [mastery] mit weniger Übung in den nötigen Fähigkeiten
        [waited] mit dem jüngeren letzten Fall
       *[order] in allem gleich
    }
routed-preferred = { $name } half schon einmal und konnte ihn nicht übernehmen
routed-passed = Übergangen, { $why ->
        [other-queue] nicht in dieser Warteschlange
        [ring-closed] Ring noch nicht offen
        [not-trained] Schulung fehlt
        [not-skilled] Fähigkeit fehlt
        [other-language] andere Sprache
        [not-here] nicht da
        [full] kein freier Platz
        [surface-full] kein freier Platz dieser Art
       *[taken-back] ihnen abgenommen
    }: { $names }
routed-and-more = { $names } und { $n } weitere
lack-people = Niemand ist in dieser Warteschlange. Nennen Sie Leute dafür, oder lassen Sie ihre Abteilung zu.
lack-skill = Niemand in dieser Warteschlange hat „{ $skill }“ auf Stufe { $level } oder besser.
lack-language = Niemand in dieser Warteschlange schreibt „{ $language }“.
lack-training = Niemand in dieser Warteschlange hat die Schulung „{ $training }“.
lack-room = Er wiegt { $weight }, und niemand in dieser Warteschlange kann so viel halten.
lack-together = Jede Fähigkeit ist da, aber niemand in dieser Warteschlange hat alle.
wall-gaps = Diese kann niemand übernehmen
wall-gap-cases = { $n ->
        [one] 1 Fall
        [20] 20 Fälle oder mehr
       *[other] { $n } Fälle
    }
wall-gap-since = wartet { $time }
event-orphaned = Niemand kann diesen Fall übernehmen
event-given = { $name } zugeteilt
event-taken-back = { $name } abgenommen
