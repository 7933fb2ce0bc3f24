//! Whether somebody may do something to a case, asked while the case is held.

use earshot_cases::Moment;
use earshot_model::{Actor, Case, CaseId, Permission, Time, Visibility};
use earshot_store::{Conn, Tx, cases};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// Who acts, and when: what an act carries into its transaction.
#[derive(Clone)]
pub(crate) struct Acting {
    eyes: Visibility,
    /// When, and who.
    pub(crate) moment: Moment,
}

impl Acting {
    /// The case, held for this transaction, if this agent may do this to it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none that they may see, [`Error::Forbidden`] when they see
    /// it but may not do this.
    pub(crate) async fn hold(&self, tx: &mut Tx, id: CaseId, needs: Permission) -> Result<Case> {
        let case = cases::hold(tx, id).await?;
        may(&self.eyes, needs, &case)?;
        Ok(case)
    }

    /// When it happens.
    pub(crate) const fn at(&self) -> Time {
        self.moment.at
    }
}

/// Whether these eyes may do this to a case.
///
/// # Errors
/// [`Error::NotFound`] when they may not even see it, else [`Error::Forbidden`].
pub(crate) fn may(eyes: &Visibility, needs: Permission, case: &Case) -> Result<()> {
    if !eyes.sees(case) {
        return Err(Error::NotFound("case"));
    }
    if eyes.allows(needs, case) { Ok(()) } else { Err(Error::Forbidden(needs)) }
}

/// A case that these eyes see, as it is now.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn seen(conn: &mut Conn, eyes: &Visibility, id: CaseId) -> Result<Case> {
    let case = cases::find(conn, id).await?;
    may(eyes, Permission::CaseRead, &case)?;
    Ok(case)
}

impl Engage {
    /// Who acts now.
    pub(crate) fn acting(&self, who: &Staff) -> Acting {
        Acting {
            eyes: who.eyes.clone(),
            moment: Moment::new(self.tools.now(), Actor::Agent(who.id())),
        }
    }
}
