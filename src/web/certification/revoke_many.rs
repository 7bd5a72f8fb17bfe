//! Revoking everything the register's filter finds: first what would be revoked, then one button.

use super::at_desk::AtDesk;
use super::register::{self, Asked};
use crate::certification::actions::{self, Revocation};
use crate::certification::queries::{self, Wanted};
use crate::certification::{Certificate, CertificateState, Refusal, RevocationReason, Validity};
use crate::house::House;
use crate::kernel::{Failure, Instant, Lang, Refusal as _};
use crate::locale::{numbers, stockholm};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use data_encoding::HEXLOWER;
use rocket::{Route, get, post, routes};
use sha2::{Digest, Sha256};

/// More than one mistake ever touches; beyond this the filter is to be narrowed.
const MOST: u64 = 2_000;

/// The page.
#[derive(Template)]
#[template(path = "certification/revoke_many.html")]
pub struct RevokePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    /// Where the form goes: this page with its filter.
    here: String,
    back: String,
    rows: Vec<register::Row>,
    too_many: bool,
    seen: String,
    is_stale: bool,
    reasons: Vec<Choice>,
}

impl RevokePage {
    fn count(&self) -> String {
        numbers::counted(self.lang, self.rows.len(), ("intyg", "intyg"), ("certificate", "certificates"))
    }
}

#[get("/desk/certificates/revoke?<asked..>")]
async fn show(asked: Asked<'_>, desk: AtDesk<'_>) -> Answer<RevokePage> {
    let (page, _) = page(&asked, (desk.chrome, desk.now), desk.house).await?;
    Ok(Reply::Page(page))
}

#[post("/desk/certificates/revoke?<asked..>", data = "<form>")]
async fn revoke(asked: Asked<'_>, desk: AtDesk<'_>, form: Submitted) -> Answer<RevokePage> {
    let AtDesk { who, chrome, now, house } = desk;
    let lang = chrome.lang;
    let after = chrome.to(&format!("/desk/certificates?state=revoked{}", register::cohort_kept(asked.cohort)));
    let (mut page, found) = page(&asked, (chrome, now), house).await?;
    page.form = form;
    let mut reading = Reading::new(&page.form, lang);
    let missing = lang.say("Välj varför intygen återkallas.", "Choose why the certificates are revoked.");
    let Some(reason) = reading.choice("reason", missing, RevocationReason::from_key) else {
        page.errors = reading.errors();
        return Ok(Reply::Again(page));
    };
    if page.form.get("seen") != page.seen {
        // The same form sent twice: what it showed is revoked, and the filter finds it no more.
        if found.is_empty() {
            return Ok(Reply::See(after));
        }
        page.is_stale = true;
        return Ok(Reply::Stale(page));
    }
    let what = Revocation { certificates: found.iter().map(|one| (one.id, one.version)).collect(), reason };
    match actions::revoke(&house.db, &who, &what, &house.press(), now).await {
        Ok(()) => Ok(Reply::See(after)),
        Err(Failure::Stale | Failure::Refused(Refusal::NotCurrent)) => {
            // Somebody was faster; if it was the same press, this is its receipt.
            let ids: Vec<_> = found.iter().map(|one| one.id).collect();
            let now_there = queries::among(house.db.read(), &ids).await?;
            let is_ours = |one: &Certificate| {
                one.state == CertificateState::Revoked
                    && one.revoked_by == Some(who.account)
                    && one.revoked_reason.as_deref() == Some(reason.key())
            };
            if now_there.iter().all(is_ours) {
                return Ok(Reply::See(after));
            }
            let (mut page, _) = self::page(&asked, (page.chrome, now), house).await?;
            page.is_stale = true;
            Ok(Reply::Stale(page))
        }
        Err(Failure::Refused(refusal)) => {
            page.errors.add("", refusal.sentence(lang));
            Ok(Reply::Again(page))
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    asked: &Asked<'_>,
    (chrome, now): (Chrome, Instant),
    house: &House,
) -> Result<(RevokePage, Vec<Certificate>), Problem> {
    let lang = chrome.lang;
    let db = house.db.read();
    let today = stockholm::today(now);
    let wanted = Wanted { validity: Some((Validity::Valid, today)), ..asked.wanted(today) };
    if wanted.words.is_empty() && wanted.cohort.is_none() {
        return Err(Problem::Missing);
    }
    let (found, all) = queries::register(db, &wanted, (1, MOST)).await?;
    let rows = register::rows(db, &found, (&chrome, today)).await?;
    let reasons = RevocationReason::ALL.map(|reason| Choice::new(reason.key(), reason.word(lang)));
    let page = RevokePage {
        lang,
        errors: FormErrors::none(),
        form: Submitted::default(),
        here: chrome.to(&format!("/desk/certificates/revoke?{}", asked.query())),
        back: chrome.to(&format!("/desk/certificates?{}", asked.query())),
        rows,
        too_many: all > MOST,
        seen: fingerprint(&found),
        is_stale: false,
        reasons: reasons.to_vec(),
        chrome,
    };
    Ok((page, found))
}

/// What the page showed, so that the button does this or nothing.
fn fingerprint(found: &[Certificate]) -> String {
    let mut digest = Sha256::new();
    for one in found {
        digest.update(format!("{} {}\n", one.id, one.version));
    }
    HEXLOWER.encode(&digest.finalize()[..16])
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, revoke]
}
