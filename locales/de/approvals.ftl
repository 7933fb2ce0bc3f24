# Antworten, denen noch jemand zustimmen muss.
place-approvals = Freigaben
list-approvals = Freizugeben
approval-title = Antworten zur Freigabe
approval-give = Freigeben
approval-return = Zurückgeben
approval-return-now = Jetzt zurückgeben
approval-remark = Was soll anders werden?
approval-given = Sie geht in zehn Sekunden hinaus, wenn niemand sie zurücknimmt.
approval-returned = Sie ist wieder ein Entwurf, und Ihre Bemerkung steht im Fall.
approval-decided = Jemand anders hat schon entschieden, oder die Antwort wurde zurückgenommen.
approval-spoke = Der Kunde hat seither geschrieben
approval-none = Nichts wartet auf Ihre Freigabe
approval-none-hint = Antworten kommen hierher, wenn das Playbook das Wort einer Abteilung verlangt, und von Leuten, deren Antworten geprüft werden.
approval-own = { $n ->
    [one] Eine Antwort von Ihnen wartet auf jemand anderen.
   *[other] { $n } Antworten von Ihnen warten auf jemand anderen.
}
approval-pace = { $n } in 30 Tagen: die Hälfte in { $half }, neun von zehn in { $most }; { $returned } zurückgegeben
approval-supervisor = die Teamleitung
approval-why-playbook = Solche Antworten gehen nach dem Playbook zuerst an: { $from }.
approval-why-troll = Der Kunde gilt bestätigt als Troll. Öffentliche Antworten gehen zuerst an: { $from }.
approval-why-learning = Öffentliche Antworten dieser Person gehen zuerst an: { $from }.
approval-why-crisis = Während der Krise gehen öffentliche Antworten erst an { $from }.
approval-hint-playbook = Diese Antwort geht zuerst an: { $from }
approval-hint-troll = Diese Antwort geht zuerst an: { $from } (Troll)
approval-hint-learning = Ihre öffentlichen Antworten gehen zuerst an: { $from }
approval-hint-crisis = Während der Krise geht diese Antwort erst an { $from }
approval-waits = Wartet auf die Zustimmung von: { $from }
approval-withdraw = Zurücknehmen
event-approval-given = { $name } hat eine Antwort freigegeben
event-approval-returned = { $name } hat eine Antwort zurückgegeben
reply-needs-approval = Diese Antwort wartet auf eine Zustimmung. Dann geht sie hinaus.
people-checked = Geprüft
people-check-on = Antworten prüfen
people-check-off = Nicht mehr prüfen
people-check-hint = Die Teamleitung liest öffentliche Antworten dieser Person, bevor sie hinausgehen.
wall-approvals = Freizugeben
approval-spoke-since = Der Kunde hat geschrieben, seit Sie hingesehen haben. Lesen Sie es, dann entscheiden Sie.
approval-closed = Der Fall wurde inzwischen geschlossen. Öffnen Sie ihn wieder, oder geben Sie die Antwort zurück.
approval-sent-back = Zurückgegeben: Sie ist wieder ein Entwurf.
