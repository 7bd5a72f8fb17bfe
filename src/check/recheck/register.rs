//! The columns of the register beside what the papers themselves say.

use super::difference::Difference;
use super::rows::{CertificateRow, all};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use std::collections::HashMap;

/// What the register is searched and answered by.
#[derive(Debug, FromQueryResult)]
struct RegisterRow {
    id: i64,
    code: String,
    issued_on: String,
    expires_on: Option<String>,
}

/// The register, by certificate.
pub(super) struct Register(HashMap<i64, RegisterRow>);

impl Register {
    /// Reads it in one statement.
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let rows: Vec<RegisterRow> = all(
            db,
            "SELECT id, code, CAST(issued_on AS TEXT) AS issued_on, CAST(expires_on AS TEXT) AS expires_on \
             FROM certificates",
        )
        .await?;
        Ok(Self(rows.into_iter().map(|row| (row.id, row)).collect()))
    }

    /// What the register says of a certificate otherwise than the certificate itself, whose facts are `printed`.
    pub(super) fn differences(&self, issued: &CertificateRow, printed: &Value) -> Vec<Difference> {
        let Some(row) = self.0.get(&issued.id) else { return Vec::new() };
        let kind = if issued.kind == "certificate" { "certificate" } else { "attendance_certificate" };
        let day = |text: &str| text.get(..10).unwrap_or(text).to_owned();
        let pairs = [
            ("number", Some(issued.number.clone())),
            ("code", Some(row.code.clone())),
            ("kind", Some(kind.to_owned())),
            ("issued_on", Some(day(&row.issued_on))),
            ("expires_on", row.expires_on.as_deref().map(day)),
        ];
        let differs =
            |(field, is): &(&str, Option<String>)| printed.get(field).and_then(Value::as_str) != is.as_deref();
        pairs.into_iter().filter(differs).map(|(field, _)| Difference::Register(issued.number.clone(), field)).collect()
    }
}
