//! What a forum says, read leniently. Pure.

mod item;
mod shapes;

pub use item::{Me, external, item, place, url};
pub use shapes::{
    ActionShape, ActionsShape, ForumShape, GivenShape, HitShape, HitsShape, LatestShape, PostShape,
    RefusalShape, SessionShape, UserShape,
};

#[cfg(test)]
mod tests;
