# Answers that need somebody else's word.
place-approvals = Approvals
list-approvals = To approve
approval-title = Answers to approve
approval-give = Let it go
approval-return = Send back
approval-return-now = Send it back
approval-remark = What is to change?
approval-given = It goes in ten seconds, unless somebody takes it back.
approval-returned = It is a draft again, and your remark stands in the case.
approval-decided = Somebody else decided about that answer, or its writer took it back.
approval-spoke = The customer has written since
approval-none = Nothing waits for your word
approval-none-hint = Answers come here when the playbook asks for a department's word, and from people whose answers are checked.
approval-own = { $n ->
    [one] One answer of yours waits for somebody else.
   *[other] { $n } answers of yours wait for somebody else.
}
approval-pace = { $n } in 30 days: half within { $half }, nine in ten within { $most }; { $returned } sent back
approval-supervisor = a supervisor
approval-why-playbook = The playbook wants such answers to go to { $from } first.
approval-why-troll = The customer has a confirmed troll label: public answers go to { $from } first.
approval-why-learning = The public answers of this colleague go to { $from } first.
approval-why-crisis = During the crisis, public answers go to { $from } first.
approval-hint-playbook = This answer goes to { $from } first
approval-hint-troll = This answer goes to { $from } first: a troll label
approval-hint-learning = Your public answers go to { $from } first
approval-hint-crisis = During the crisis, this answer goes to { $from } first
approval-waits = Waits for the word of { $from }
approval-withdraw = Take back
event-approval-given = { $name } let an answer go
event-approval-returned = { $name } sent an answer back
reply-needs-approval = This answer waits for somebody else's word. It goes once they agree.
people-checked = Checked
people-check-on = Check answers
people-check-off = Stop checking
people-check-hint = A supervisor reads their public answers before they go.
wall-approvals = To approve
approval-spoke-since = The customer has written since you looked. Read it, then decide.
approval-closed = The case was closed meanwhile. Reopen it, or send the answer back.
approval-sent-back = Sent back: it is a draft again.
