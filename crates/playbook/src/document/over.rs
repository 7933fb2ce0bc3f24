//! One playbook laid over another: how the starters of the industries are made of what all share.

use super::{Document, Section};

impl Document {
    /// This playbook with everything that `under` has and it lacks: sections, names, rows of the
    /// matrix, and lines by their numbers. Examples and sign-offs add up.
    #[must_use]
    pub fn over(mut self, under: Self) -> Self {
        let (mine, theirs) = (&mut self.sections, under.sections);
        let keep = |mine: &mut Section, theirs: Section| {
            if mine.text.is_empty() {
                mine.text = theirs.text;
            }
            if mine.owner.is_empty() {
                mine.owner = theirs.owner;
            }
        };
        keep(&mut mine.mission, theirs.mission);
        keep(&mut mine.organization, theirs.organization);
        keep(&mut mine.platforms, theirs.platforms);
        keep(&mut mine.processes, theirs.processes);
        keep(&mut mine.reporting, theirs.reporting);
        keep(&mut mine.resources, theirs.resources);
        self.names.departments.extend(under.names.departments);
        self.names.skills.extend(under.names.skills);
        for (queue, department) in under.names.queues {
            self.names.queues.entry(queue).or_insert(department);
        }
        for (channel, family) in under.names.channels {
            self.names.channels.entry(channel).or_insert(family);
        }
        self.sign_offs.extend(under.sign_offs);
        for (interaction, cell) in under.matrix {
            self.matrix.entry(interaction).or_insert(cell);
        }
        if self.strategies.is_empty() {
            self.strategies = under.strategies;
        }
        for line in under.lines {
            if !self.lines.iter().any(|own| own.number == line.number) {
                self.lines.push(line);
            }
        }
        self.lines.sort_by_key(|line| line.number);
        let mut examples = under.examples;
        examples.append(&mut self.examples);
        self.examples = examples;
        self
    }
}
