//! The tasks and their metrics.

use std::str::FromStr;

macro_rules! tasks {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $metric:ident;)+) => {
        /// A labelled set on which the learner is measured.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Task { $($(#[$doc])* $variant,)+ }

        impl Task {
            /// All tasks.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Its official metric.
            #[must_use]
            pub const fn metric(self) -> Metric {
                match self { $(Self::$variant => Metric::$metric,)+ }
            }
        }
    };
}

tasks! {
    /// Negative, neutral, positive tweets (SemEval 2017 4A).
    Sentiment = "tweeteval-sentiment", MacroRecall;
    /// Anger, joy, optimism, sadness (SemEval 2018 1).
    Emotion = "tweeteval-emotion", MacroF1;
    /// Irony (SemEval 2018 3A).
    Irony = "tweeteval-irony", F1OfSecond;
    /// Offence (SemEval 2019 6A).
    Offensive = "tweeteval-offensive", MacroF1;
    /// Sentiment towards airlines.
    Airline = "airline", Accuracy;
    /// 77 intents of bank customers.
    Banking77 = "banking77", Accuracy;
    /// 150 intents and what lies outside.
    Clinc150 = "clinc150", Accuracy;
    /// 64 intents of home assistants.
    Hwu64 = "hwu64", Accuracy;
    /// Spam in text messages.
    SmsSpam = "sms_spam", F1OfSecond;
    /// Spam under videos.
    YoutubeSpam = "youtube_spam", F1OfSecond;
    /// Complaints in tweets.
    Complaints = "complaints", MacroF1;
    /// Six languages of Spain and its neighbours in tweets.
    TweetLid = "tweetlid", Accuracy;
    /// 75 languages.
    LidLingua = "lid_lingua", Accuracy;
    /// 28 emotions, several a text.
    GoEmotions = "goemotions", MacroF1;
    /// The answer to a question in other words.
    StackFaq = "stackfaq", RecallAtOne;
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Share of right answers.
    Accuracy,
    /// Mean F1 over labels.
    MacroF1,
    /// Mean recall over labels.
    MacroRecall,
    /// F1 of the second label, by alphabet: `1`, or `spam`.
    F1OfSecond,
    /// Share of queries whose first hit is right.
    RecallAtOne,
}

impl Metric {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::MacroF1 => "macro_f1",
            Self::MacroRecall => "macro_recall",
            Self::F1OfSecond => "f1",
            Self::RecallAtOne => "recall_at_1",
        }
    }
}

impl FromStr for Task {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|task| task.name() == name).ok_or_else(|| {
            let all: Vec<_> = Self::ALL.iter().map(|task| task.name()).collect();
            format!("there is no task `{name}`; there are {}", all.join(", "))
        })
    }
}
