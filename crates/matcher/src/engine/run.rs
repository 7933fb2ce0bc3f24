//! Runs a program on a page.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "every instruction of every woken program; the places were written by the compiler"
)]

use super::ask::Sheet;
use super::near::NearRoom;
use super::program::{ACCEPT, ANY, KIND_BITS, REJECT, SHARED, TEST};

/// Memory that programs share while they run on one post.
pub(super) struct Work<'a> {
    /// What is known of each shared list: the number of a post, doubled, and the answer.
    pub(super) memory: &'a mut [u32],
    pub(super) room: &'a mut NearRoom,
    /// The number of this post.
    pub(super) post: u32,
}

impl Sheet<'_> {
    /// The listener of the program that begins at `code`, if the post passes it.
    #[inline]
    pub(super) fn run(&self, code: u32, work: &mut Work<'_>) -> Option<u32> {
        let program = &self.segment.code[code as usize..];
        let (listener, program) = program.split_first()?;
        let mut at = 0;
        loop {
            let (head, jumps) = (program[at], program[at + 1]);
            let value = head >> KIND_BITS;
            let holds = match head & ((1 << KIND_BITS) - 1) {
                TEST => self.holds(program[at + 2], value, work),
                ANY => self.any(&program[at + 2..], value as usize, work),
                SHARED => self.shared(value as usize, work),
                _ => return None,
            };
            let next = if holds { jumps & 0xFFFF } else { jumps >> 16 };
            match next {
                ACCEPT => return Some(*listener),
                REJECT => return None,
                next => at = next as usize,
            }
        }
    }

    #[inline(always)]
    fn holds(&self, probe: u32, test: u32, work: &mut Work<'_>) -> bool {
        self.page.shows(probe) && self.page.holds(probe) && self.passes(test, work.room)
    }

    #[inline(always)]
    fn any(&self, list: &[u32], count: usize, work: &mut Work<'_>) -> bool {
        let (probes, tests) = (&list[..count], &list[count..2 * count]);
        probes.iter().zip(tests).any(|(probe, test)| self.holds(*probe, *test, work))
    }

    fn shared(&self, number: usize, work: &mut Work<'_>) -> bool {
        let known = work.memory[number];
        if known >> 1 == work.post {
            return known & 1 != 0;
        }
        let list = &self.segment.shared[self.segment.shared_starts[number] as usize..];
        let holds = self.any(&list[1..], list[0] as usize, work);
        work.memory[number] = work.post << 1 | u32::from(holds);
        holds
    }
}
