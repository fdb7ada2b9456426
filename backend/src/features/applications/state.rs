//! What may happen to an application. Pure.

use crate::platform::words::words;

words! {
    /// Where an application stands.
    ApplicationState {
        Pending = "pending", "待审批", "To be approved";
        Active = "active", "已启用", "Active";
        Suspended = "suspended", "已停用", "Suspended";
        Revoked = "revoked", "已撤销", "Revoked";
    }
}

words! {
    /// What is done to an application.
    ApplicationStep {
        Approve = "approve", "批准", "Approve";
        Suspend = "suspend", "停用", "Suspend";
        Resume = "resume", "恢复", "Resume";
        Revoke = "revoke", "撤销", "Revoke";
        Rotate = "rotate", "更换密钥", "Rotate the secret";
        RevokeSecret = "revoke_secret", "作废密钥", "Revoke a secret";
    }
}

/// Whose step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The security administrator's.
    Administrators,
    /// Whoever set it up.
    Owners,
    /// Either's.
    Both,
}

impl ApplicationState {
    /// The state after a step; none when the step may not follow.
    pub const fn after(self, step: ApplicationStep) -> Option<Self> {
        use ApplicationStep::{Approve, Resume, Revoke, RevokeSecret, Rotate, Suspend};
        match (self, step) {
            (Self::Pending, Approve) | (Self::Suspended, Resume) => Some(Self::Active),
            // Again: an administrator takes over what its owner stopped.
            (Self::Active | Self::Suspended, Suspend) => Some(Self::Suspended),
            (Self::Pending | Self::Active | Self::Suspended, Revoke) => Some(Self::Revoked),
            (Self::Pending | Self::Active | Self::Suspended, Rotate | RevokeSecret) => Some(self),
            (Self::Pending, Suspend | Resume)
            | (Self::Active, Approve | Resume)
            | (Self::Suspended, Approve)
            | (Self::Revoked, _) => None,
        }
    }
}

impl ApplicationStep {
    /// Whose it is. A new secret is told to whoever asks for it, so that only the owner may.
    pub const fn whose(self) -> Whose {
        match self {
            Self::Approve => Whose::Administrators,
            Self::Rotate => Whose::Owners,
            Self::Suspend | Self::Resume | Self::Revoke | Self::RevokeSecret => Whose::Both,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_follows_a_revocation_and_nothing_is_active_unapproved() {
        for step in ApplicationStep::ALL {
            assert_eq!(ApplicationState::Revoked.after(*step), None);
            let is_approval = *step == ApplicationStep::Approve;
            let becomes_active =
                ApplicationState::Pending.after(*step) == Some(ApplicationState::Active);
            assert_eq!(becomes_active, is_approval, "{step:?}");
        }
    }
}
