//! Adding up what the store counted, by day, by channel and together.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use earshot_model::{Direction, Sentiment, Time};
use earshot_store::reports::{Day, OpenedCase, PostCount};
use jiff::civil::Date;

use super::{
    Asked, ChannelReport, DayReport, Feelings, QueueReport, Report, SILENT, Totals, Waits,
};
use crate::days::Range;

#[derive(Default)]
struct Channel {
    totals: Totals,
    sentiment: Feelings,
    waits: Vec<i64>,
}

pub(super) struct Counter {
    now: Time,
    days: Vec<DayReport>,
    channels: BTreeMap<String, Channel>,
    totals: Totals,
    sentiment: Feelings,
}

impl Counter {
    /// A counter for these days, which follow each other.
    pub(super) fn new(days: Vec<(Date, Day)>, now: Time) -> Self {
        let days = days
            .into_iter()
            .map(|(date, Day { from, to })| DayReport {
                date,
                range: Range { from, to },
                totals: Totals::default(),
                sentiment: Feelings::default(),
            })
            .collect();
        Self {
            now,
            days,
            channels: BTreeMap::new(),
            totals: Totals::default(),
            sentiment: Feelings::default(),
        }
    }

    pub(super) fn add_posts(&mut self, count: &PostCount) {
        let channel = self.channels.entry(count.channel.clone()).or_default();
        let day = usize::try_from(count.day).ok().and_then(|day| self.days.get_mut(day));
        let mut feelings = vec![&mut self.sentiment, &mut channel.sentiment];
        let mut totals = vec![&mut self.totals, &mut channel.totals];
        if let Some(day) = day {
            totals.push(&mut day.totals);
            feelings.push(&mut day.sentiment);
        }
        for totals in totals {
            match count.direction {
                Direction::Outbound => totals.replies += count.posts,
                Direction::Inbound => {
                    totals.incoming += count.posts;
                    totals.noise += if count.noise { count.posts } else { 0 };
                }
            }
        }
        if count.direction == Direction::Inbound && !count.noise {
            for feelings in feelings {
                *match count.sentiment {
                    Some(Sentiment::Negative) => &mut feelings.negative,
                    Some(Sentiment::Neutral) => &mut feelings.neutral,
                    Some(Sentiment::Positive) => &mut feelings.positive,
                    None => &mut feelings.unjudged,
                } += count.posts;
            }
        }
    }

    pub(super) fn add_case(&mut self, case: &OpenedCase) {
        let channel = self.channels.entry(case.channel.clone()).or_default();
        if let Some(answered) = case.first_answered_at {
            channel.waits.push(answered.since(case.asked_at));
        }
        let silent = case.first_answered_at.is_none()
            && case.status.is_live()
            && self.now.since(case.opened_at) > SILENT;
        let mut totals = vec![&mut self.totals, &mut channel.totals];
        let day = self.days.partition_point(|day| day.range.to <= case.opened_at);
        totals.extend(self.days.get_mut(day).map(|day| &mut day.totals));
        for totals in totals {
            totals.opened += 1;
            totals.answered += i64::from(case.first_answered_at.is_some());
            totals.silent += i64::from(silent);
        }
    }

    pub(super) fn report(self, asked: Asked, queues: Vec<QueueReport>) -> Report {
        let all = self.channels.values().flat_map(|channel| channel.waits.iter().copied());
        let first_response = Waits::of(all.collect());
        let mut channels: Vec<ChannelReport> = self
            .channels
            .into_iter()
            .map(|(channel, Channel { totals, sentiment, waits })| ChannelReport {
                channel,
                totals,
                sentiment,
                first_response: Waits::of(waits),
            })
            .collect();
        channels.sort_by_key(|channel| Reverse(channel.totals.incoming));
        Report {
            asked,
            made_at: self.now,
            totals: self.totals,
            sentiment: self.sentiment,
            first_response,
            channels,
            queues,
            days: self.days,
        }
    }
}
