//! The sentences of the protocol that checks appeal to. A test finds each of them in
//! `docs/channel-protocol.md`.

macro_rules! rules {
    ($($name:ident = $text:literal;)*) => {
        $(pub(crate) const $name: &str = $text;)*
        /// Every sentence of the protocol that a check appeals to.
        pub const RULES: &[&str] = &[$($name),*];
    };
}

rules! {
    PROOF = "A request with neither, or with a wrong one, gets 401 and leaves no trace.";
    BEARER = "`Authorization: Bearer TOKEN`, or";
    SIGNED = "a signature after Standard Webhooks 1.0";
    SKEW = "The clock may be five minutes off.";
    ROTATION = "During a rotation the old and the new secret are both good.";
    ONCE = "A signature counts once";
    STORED = "Accepted means stored for good.";
    AGAIN = "After a broken connection or a status of 429 or 5xx send the same batch again";
    DUPLICATE = "what was there already comes back as `duplicate`.";
    ALONE = "One broken event does not harm the others.";
    UNCHANGED = "Sending it again unchanged does not help.";
    ORDER = "Order does not matter.";
    EARLY = "A reply may come before its parent, an edit before its post";
    GONE = "a post that was deleted stays deleted, even when its text comes later.";
    REVISION = "The same id with a greater revision, compared as text, is an edit";
    ECHO = "Put the id of the command into `sent_as`, if the channel keeps it.";
    BODY = "4 MiB, else 413";
    EVENTS = "500, else 413";
    BOUNDS = "| bound | |";
    BATCH = "posts, edits, deletes and late states come in, up to 500 at once";
    DESCRIPTOR = "what the account can do, at every start";
    STATE = "a place for the program's own cursor";
    POLL = "answers as soon as there is something to do, else with an empty list after `wait` seconds.";
    WAITS = "what is to be done; waits up to 50 seconds";
    NEXT = "Hand `next` back as `after`; leave it out after a restart.";
    LOST = "A reply whose result stays away is first asked about with `find_sent`, and comes again only when you say that it is not there: a program that lost its memory loses no reply and doubles none.";
    TWICE = "The same command may come twice. Its `id` is the mark: keep it with the post, and do not post twice.";
    READERS = "Never show a text to more readers than `audience` says.";
    WEBHOOK = "Then each command is a POST of that one command, signed with the account's secret; answer 202, or 200 with a result.";
    RESULT = "how a command ended";
    SENT = "it stands on the channel; give its `id`";
    RETRY = "it surely did not go; try again later";
    UNKNOWN = "A public reply is never repeated after it; a `find_sent` command asks you to look whether it is there, and to answer `sent`, `retry` (surely not there) or `unknown`.";
    PROBLEM = "Every status from 400 up has a body";
    NOTHERE = "401 and 404: the token or the account is.";
    WRONG = "400 and 413: the request is wrong.";
    OTHERWISE = "409: the command already ended otherwise.";
    BUSY = "429 and 503: nothing happened, wait as `Retry-After` says and send the same again.";
    DESCRIBED = "The description for programs is OpenAPI 3.1, served at `/api/channel/v1/openapi.json`.";
}
