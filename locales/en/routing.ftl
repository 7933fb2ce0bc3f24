reason-relaxed = By waiting, { $steps ->
        [1] one step of the queue had made it
       *[other] { $steps } steps of the queue had made it
    } easier to take.
reason-best-of = { $edge ->
        [load] Of { $could } who could take it, the one with the most room has it.
        [mastery] Of { $could } who could take it, the one who knows it best has it.
        [waited] Of { $could } who could take it, the one who waited longest for a case has it.
        [alone] Whoever could take it has it.
       *[order] { $could } could take it alike; one of them has it.
    }
reason-pulled = Taken by hand; { $ahead } that were due before were left waiting.
reason-passed-over = { $count } passed over: { $why ->
        [other-queue] not in this queue
        [ring-closed] their ring is not open yet
        [not-trained] a training is missing
        [not-skilled] a skill is missing
        [other-language] they do not write the language
        [not-here] not here
        [full] no free place
        [surface-full] no free place of this kind
       *[taken-back] it was taken back from them
    }.
routed-somebody = Somebody
routed-lacks = Nobody can take this case
routed-taken = Taken back from { $name }, { $time }: { $how ->
        [untouched] it was not touched in the time of the queue
        [left] they left
        [away] they are away
       *[late] the answer was late
    }
routed-considered = { $name } got it, { $time }: { $could } could take it
routed-alone = Nobody else was asked.
routed-second = Next would have been { $name }: { $edge ->
        [load] with less room
        [mastery] who knows the needed skills less well
        [waited] who got a case more recently
       *[order] alike in everything
    }
routed-preferred = { $name } helped before, and could not take it
routed-passed = Passed over, { $why ->
        [other-queue] not in this queue
        [ring-closed] ring not open yet
        [not-trained] training missing
        [not-skilled] skill missing
        [other-language] other language
        [not-here] not here
        [full] no free place
        [surface-full] no free place of this kind
       *[taken-back] taken back from them
    }: { $names }
routed-and-more = { $names } and { $n } more
lack-people = Nobody is in this queue. Name people for it, or let its department in.
lack-skill = Nobody in this queue has “{ $skill }” at level { $level } or better.
lack-language = Nobody in this queue writes “{ $language }”.
lack-training = Nobody in this queue has the training “{ $training }”.
lack-room = It weighs { $weight }, and nobody in this queue can hold as much.
lack-together = Each skill is there, but nobody in this queue has all of them.
wall-gaps = Nobody can take these
wall-gap-cases = { $n ->
        [one] 1 case
        [20] 20 cases or more
       *[other] { $n } cases
    }
wall-gap-since = waiting { $time }
event-orphaned = Nobody can take this case
event-given = Given to { $name }
event-taken-back = Taken back from { $name }
