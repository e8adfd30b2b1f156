//! The ARNs that the emulator gives out.

use uuid::Uuid;

pub(crate) fn app_instance(region: &str, account: &str) -> String {
    format!("arn:aws:chime:{region}:{account}:app-instance/{}", Uuid::new_v4())
}

pub(crate) fn user(app_instance: &str, id: &str) -> String {
    format!("{app_instance}/user/{id}")
}

pub(crate) fn bot(app_instance: &str) -> String {
    format!("{app_instance}/bot/{}", Uuid::new_v4())
}

pub(crate) fn channel(app_instance: &str, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("{app_instance}/channel/{id}"),
        None => format!("{app_instance}/channel/{}", Uuid::new_v4()),
    }
}

pub(crate) fn channel_flow(app_instance: &str) -> String {
    format!("{app_instance}/channel-flow/{}", Uuid::new_v4())
}

/// 64 lowercase hexadecimal digits, as in the service's examples.
pub(crate) fn message_id() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// 36 characters; the service accepts 32 to 64.
pub(crate) fn callback_id() -> String {
    Uuid::new_v4().to_string()
}
