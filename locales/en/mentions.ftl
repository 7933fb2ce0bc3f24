# Colleagues who call each other into a case.
list-mentions = Mentions
mention-title = Mentions
mention-unread = New
mention-read-all = Mark all as read
mention-none = Nobody has called you
mention-none-hint = When a colleague writes @ and your name in a note, it stands here for 30 days.
mention-erased = The words of this note were erased.
live-called = { $n } calls you in a note
live-open = Open
whisper = Whisper
whisper-to = Whisper to { $name }
whisper-label = A note that only the team reads
whisper-send = Send the note
key-approvals = Answers to approve
key-mentions = Mentions
