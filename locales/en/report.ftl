report-title = Reports
report-periods = Period
report-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
report-by-channel = By channel
report-no-handle-time = Handle time is not part of this page
report-channel = Channel
report-incoming = Came in
report-answered = Answered
report-median = Median
report-p90 = 9 in 10 within
report-negative = Negative
report-none = Nothing came in during this time
report-none-hint = Choose a longer period, or connect a channel.
report-first = First answer, median
report-first-p90 = First answer, 9 in 10 within
report-open = Open cases
report-late = Late now
report-day = Day
report-queue = Queue
report-cases = Cases
report-posts = Posts
report-in-out = What came in and what was answered
report-in-out-sub = Posts a day
report-by-queue = Open cases by queue
report-by-queue-sub = Now, late ones first
report-sentiment = How customers feel
report-sentiment-sub = Posts a day that came in
report-waits = First answers by waiting time
report-waits-sub = Cases in this time
report-on-time = In time
chart-table = As a table
chart-empty = Nothing to draw yet
chart-empty-hint = Numbers appear when the first posts of this time arrive.
