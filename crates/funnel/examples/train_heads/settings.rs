//! How each group is trained; chosen on the own set's val part.

use std::error::Error;

use earshot_funnel::heads::{Group, Lesson, Narrow};

/// The settings of one group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    cost: f32,
    balance: f32,
    mean: f32,
    counts: f32,
    moods: f32,
    /// What texts from elsewhere count beside own posts.
    more: f32,
}

impl Setting {
    /// The setting with which a group ships.
    pub(crate) const fn of(group: Group) -> Self {
        let [cost, balance, mean, counts, moods, more] = match group {
            Group::Intent => [0.5, 0.3, 0.7, 1.0, 0.05, 0.0],
            Group::Spam => [0.5, 0.5, 0.5, 1.0, 0.05, 0.3],
            Group::Actionable => [0.3, 0.5, 0.3, 1.5, 0.0, 0.0],
            Group::ExpectsReply => [0.6, 1.0, 0.4, 1.0, 0.05, 0.0],
            Group::Private => [0.2, 0.3, 1.0, 1.0, 0.05, 0.0],
            _ => [0.6, 0.3, 1.0, 1.0, 0.05, 0.0],
        };
        Self { cost, balance, mean, counts, moods, more }
    }

    /// A group and the setting to try, from further arguments.
    pub(crate) fn tried(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Option<(Group, Self)>, Box<dyn Error>> {
        let Some(name) = arguments.next() else { return Ok(None) };
        let group = Group::ALL.into_iter().find(|group| format!("{group:?}") == name);
        let group = group.ok_or_else(|| format!("there is no group {name}"))?;
        let usual = Self::of(group);
        let mut next = |usual: f32| -> Result<f32, Box<dyn Error>> {
            Ok(arguments.next().map_or(Ok(usual), |word| word.parse())?)
        };
        let setting = Self {
            cost: next(usual.cost)?,
            balance: next(usual.balance)?,
            mean: next(usual.mean)?,
            counts: next(usual.counts)?,
            moods: next(usual.moods)?,
            more: next(usual.more)?,
        };
        Ok(Some((group, setting)))
    }

    /// A lesson from elsewhere with its weights as this setting wants them.
    pub(crate) fn weighed(&self, lesson: &Lesson) -> Lesson {
        let mut lesson = lesson.clone();
        lesson.targets.iter_mut().for_each(|target| target.weight *= self.more);
        lesson.targets.retain(|target| target.weight > 0.0);
        lesson
    }

    pub(crate) const fn how(&self, seed: u64) -> Narrow {
        Narrow {
            cost: self.cost,
            balance: self.balance,
            mean: self.mean,
            counts: self.counts,
            moods: self.moods,
            folds: 5,
            rounds: 40,
            seed,
        }
    }
}
