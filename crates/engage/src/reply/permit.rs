//! Who may answer in a case.

use earshot_model::{Audience, Case, Permission};

use crate::staff::Staff;
use crate::{Error, Result};

/// Whether this agent may answer this audience in the case. A case that they may not even see does
/// not exist for them.
pub(crate) fn permit(by: &Staff, case: &Case, audience: Audience) -> Result<()> {
    if !by.eyes.sees(case) {
        return Err(Error::NotFound("case"));
    }
    let permission =
        if audience.is_open() { Permission::ReplyPublic } else { Permission::ReplyPrivate };
    if by.eyes.allows(permission, case) { Ok(()) } else { Err(Error::Forbidden(permission)) }
}
