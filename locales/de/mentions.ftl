# Kollegen, die einander in einen Fall rufen.
list-mentions = Erwähnungen
mention-title = Erwähnungen
mention-unread = Neu
mention-read-all = Alle als gelesen markieren
mention-none = Niemand hat Sie gerufen
mention-none-hint = Schreibt jemand im Team @ und Ihren Namen in eine Notiz, steht sie hier 30 Tage lang.
mention-erased = Der Text dieser Notiz wurde gelöscht.
live-called = { $n } ruft Sie in einer Notiz
live-open = Öffnen
whisper = Flüstern
whisper-to = { $name } etwas zuflüstern
whisper-label = Eine Notiz, die nur das Team liest
whisper-send = Notiz senden
key-approvals = Antworten zur Freigabe
key-mentions = Erwähnungen
