//! All versions of policies and calendars, and which policy a case gets.

use std::collections::BTreeMap;
use std::sync::Arc;

use earshot_model::{SlaClass, Time};
use uuid::Uuid;

use super::policy::check_floor;
use super::{ClockKind, Edition, Policy, Target};
use crate::{Calendar, Error};

/// What a policy may ask of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseFacts<'a> {
    /// The kind of channel on which it began.
    pub channel: &'a str,
    /// The class that the playbook gave.
    pub class: SlaClass,
    /// The customer's segment, if any is known.
    pub segment: Option<&'a str>,
}

/// Every edition that a case may run under. Editions are added and retired, never changed and
/// never removed, so a case keeps the policy that started it.
#[derive(Debug, Clone)]
pub struct Rules {
    policies: BTreeMap<Edition, Arc<Policy>>,
    calendars: BTreeMap<Edition, Arc<Calendar>>,
    /// Policies that new cases may get, first match first.
    order: Vec<Edition>,
    floor: Arc<Target>,
    always: Arc<Calendar>,
}

impl Rules {
    /// Rules without a policy. `floor` measures each answer that a customer waits for where the
    /// case's policy says nothing, so that nobody is forgotten in silence.
    ///
    /// # Errors
    /// When the floor has no sound time, or pauses.
    pub fn new(floor: Target) -> Result<Self, Error> {
        check_floor(&floor)?;
        Ok(Self {
            policies: BTreeMap::new(),
            calendars: BTreeMap::new(),
            order: Vec::new(),
            floor: Arc::new(floor),
            always: Arc::new(Calendar::always()),
        })
    }

    /// Adds an edition of a calendar.
    ///
    /// # Errors
    /// When this edition is there already.
    pub fn add_calendar(&mut self, edition: Edition, calendar: Calendar) -> Result<(), Error> {
        if self.calendars.contains_key(&edition) {
            return Err(Error::SecondEdition(edition));
        }
        self.calendars.insert(edition, Arc::new(calendar));
        Ok(())
    }

    /// Adds an edition of a policy. It takes the place of its earlier editions for new cases, else
    /// it goes last.
    ///
    /// # Errors
    /// When a time, a warning or a step makes no sense, an answer would pause, a calendar is not
    /// loaded, or this edition is there already with other content.
    pub fn add_policy(&mut self, edition: Edition, policy: Policy) -> Result<(), Error> {
        policy.check()?;
        for target in ClockKind::ALL.iter().filter_map(|clock| policy.target(*clock)) {
            if let Some(calendar) = target.calendar.filter(|key| !self.calendars.contains_key(key))
            {
                return Err(Error::UnknownEdition(calendar));
            }
        }
        if self.policies.get(&edition).is_some_and(|there| **there != policy) {
            return Err(Error::SecondEdition(edition));
        }
        self.policies.insert(edition, Arc::new(policy));
        match self.order.iter_mut().find(|other| other.id == edition.id) {
            Some(place) => *place = edition.max(*place),
            None => self.order.push(edition),
        }
        Ok(())
    }

    /// Takes a policy out of use. Cases that run under one of its editions keep it.
    pub fn retire(&mut self, policy: Uuid) {
        self.order.retain(|edition| edition.id != policy);
    }

    /// The policy of a new case: the first that fits. None leaves it to the floor.
    #[must_use]
    pub fn choose(&self, case: &CaseFacts<'_>) -> Option<Edition> {
        let fits = |edition: &&Edition| {
            let applies = self.policies.get(edition).map(|policy| &policy.applies);
            applies.is_some_and(|applies| {
                let segment = |wanted: &String| case.segment == Some(wanted.as_str());
                (applies.channels.is_empty() || applies.channels.iter().any(|c| c == case.channel))
                    && (applies.classes.is_empty() || applies.classes.contains(&case.class))
                    && (applies.segments.is_empty() || applies.segments.iter().any(segment))
            })
        };
        self.order.iter().find(fits).copied()
    }

    /// A policy, whether in use or retired.
    ///
    /// # Errors
    /// When this edition was never added.
    pub fn policy(&self, edition: Edition) -> Result<&Policy, Error> {
        self.policies.get(&edition).map(Arc::as_ref).ok_or(Error::UnknownEdition(edition))
    }

    /// The calendar of a target.
    ///
    /// # Errors
    /// When this edition was never added.
    pub fn calendar(&self, edition: Option<Edition>) -> Result<&Calendar, Error> {
        let Some(edition) = edition else { return Ok(&self.always) };
        self.calendars.get(&edition).map(Arc::as_ref).ok_or(Error::UnknownEdition(edition))
    }

    /// The target of a clock under a policy; for answers at least the floor.
    pub(super) fn target(
        &self,
        policy: Option<Edition>,
        clock: ClockKind,
    ) -> Result<Option<&Target>, Error> {
        let own = match policy {
            Some(edition) => self.policy(edition)?.target(clock),
            None => None,
        };
        Ok(own.or_else(|| clock.is_answer().then_some(&*self.floor)))
    }
}

/// Without a policy, an answer is owed within a day: class C.
impl Default for Rules {
    fn default() -> Self {
        Self {
            policies: BTreeMap::new(),
            calendars: BTreeMap::new(),
            order: Vec::new(),
            floor: Arc::new(Target::within(24 * Time::HOUR)),
            always: Arc::new(Calendar::always()),
        }
    }
}
