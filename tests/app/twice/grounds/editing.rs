//! Forms that edit, by the rooms they stand in.

use super::super::editing::Both;
use super::{accounts, courses, people};

/// The house and two who have the form open.
pub async fn editing(form: &str) -> Both {
    match form.split('/').next().unwrap_or_default() {
        "applications" | "attendance" | "desk" | "needs" => people::editing(form).await,
        "assignments" | "certification" | "cohorts" | "completion" | "offers" | "programmes" | "seats" => {
            courses::editing(form).await
        }
        _ => accounts::editing(form).await,
    }
}
