//! A linear machine for one yes or no: the L2-regularized support vector machine with squared
//! hinge loss, by coordinate descent on the dual (Hsieh et al., ICML 2008), with shrinking.
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a hot loop; places come from the vocabulary that made the vectors"
)]

use super::split::Chance;
use super::vocabulary::Vector;

/// How a machine is trained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drill {
    /// What a wrong yes costs, and what a wrong no costs.
    pub(crate) cost: [f32; 2],
    /// At most so many rounds over the texts.
    pub(crate) rounds: usize,
    /// It ends when no text pulls harder than this.
    pub(crate) tolerance: f32,
    /// The order of the texts depends on it.
    pub(crate) seed: u64,
}

/// Weights of the sparse part, of the dense part, and the constant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Machine {
    pub(crate) sparse: Vec<f32>,
    pub(crate) dense: Vec<f32>,
    pub(crate) constant: f32,
}

impl Machine {
    /// The margin of a text: above 0 is yes.
    pub(crate) fn margin(&self, x: &Vector) -> f32 {
        let sparse: f32 =
            x.sparse.iter().map(|(at, value)| self.sparse[*at as usize] * value).sum();
        let dense: f32 = x.dense.iter().zip(&self.dense).map(|(x, w)| x * w).sum();
        sparse + dense + self.constant
    }

    fn add(&mut self, x: &Vector, step: f32) {
        for (at, value) in &x.sparse {
            self.sparse[*at as usize] += step * value;
        }
        for (weight, value) in self.dense.iter_mut().zip(&x.dense) {
            *weight += step * value;
        }
        self.constant += step;
    }
}

/// Trains on texts and whether each is a yes. `squares` holds each text's squared length plus 1.
pub(crate) fn drill(
    xs: &[&Vector],
    squares: &[f32],
    yes: impl Fn(usize) -> bool,
    width: usize,
    how: Drill,
) -> Machine {
    drill_weighed(xs, squares, |one| if yes(one) { (1.0, 1.0) } else { (-1.0, 1.0) }, width, how)
}

/// The same where each text has a weight of its own: gives 1 for a yes and -1 for a no, and what the
/// text counts beside others.
pub(crate) fn drill_weighed(
    xs: &[&Vector],
    squares: &[f32],
    truth: impl Fn(usize) -> (f32, f32),
    width: usize,
    how: Drill,
) -> Machine {
    let dense = xs.first().map_or(0, |x| x.dense.len());
    let mut machine = Machine { sparse: vec![0.0; width], dense: vec![0.0; dense], constant: 0.0 };
    let mut alphas = vec![0.0_f32; xs.len()];
    let mut order: Vec<u32> = (0..xs.len() as u32).collect();
    let mut active = order.len();
    let mut chance = Chance::new(how.seed);
    let mut bound = f32::INFINITY;
    for _ in 0..how.rounds {
        let (mut most, mut least) = (f32::NEG_INFINITY, f32::INFINITY);
        let mut at = 0;
        for place in 0..active {
            let other = place + chance.below(active - place);
            order.swap(place, other);
        }
        while at < active {
            let one = order[at] as usize;
            let (sign, weight) = truth(one);
            let slack = 0.5 / (weight * how.cost[usize::from(sign < 0.0)]);
            let gradient = sign * machine.margin(xs[one]) - 1.0 + alphas[one] * slack;
            let mut pull = gradient;
            if alphas[one] <= 0.0 {
                if gradient > bound {
                    active -= 1;
                    order.swap(at, active);
                    continue;
                }
                pull = gradient.min(0.0);
            }
            most = most.max(pull);
            least = least.min(pull);
            if pull.abs() > 1e-7 {
                let before = alphas[one];
                alphas[one] = (before - gradient / (squares[one] + slack)).max(0.0);
                machine.add(xs[one], (alphas[one] - before) * sign);
            }
            at += 1;
        }
        if most - least <= how.tolerance {
            if active == order.len() {
                break;
            }
            active = order.len();
            bound = f32::INFINITY;
        } else {
            bound = if most <= 0.0 { f32::INFINITY } else { most };
        }
    }
    machine
}
