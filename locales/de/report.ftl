report-title = Berichte
report-periods = Zeitraum
report-days = { $n ->
    [one] 1 Tag
   *[other] { $n } Tage
}
report-by-channel = Nach Kanal
report-no-handle-time = Bearbeitungszeit gehört nicht auf diese Seite
report-channel = Kanal
report-incoming = Eingegangen
report-answered = Beantwortet
report-median = Median
report-p90 = 9 von 10 binnen
report-negative = Negativ
report-none = In dieser Zeit kam nichts herein
report-none-hint = Wählen Sie einen längeren Zeitraum oder verbinden Sie einen Kanal.
report-first = Erste Antwort, Median
report-first-p90 = Erste Antwort, 9 von 10 binnen
report-open = Offene Fälle
report-late = Jetzt verspätet
report-day = Tag
report-queue = Warteschlange
report-cases = Fälle
report-posts = Beiträge
report-in-out = Was hereinkam und was beantwortet wurde
report-in-out-sub = Beiträge am Tag
report-by-queue = Offene Fälle nach Warteschlange
report-by-queue-sub = Jetzt, verspätete zuerst
report-sentiment = Wie Kunden sich fühlen
report-sentiment-sub = Eingegangene Beiträge am Tag
report-waits = Erste Antworten nach Wartezeit
report-waits-sub = Fälle in dieser Zeit
report-on-time = Rechtzeitig
chart-table = Als Tabelle
chart-empty = Noch nichts zu zeichnen
chart-empty-hint = Zahlen erscheinen mit den ersten Beiträgen dieser Zeit.
