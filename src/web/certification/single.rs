//! One certificate: its facts, its editions, its paper, revoking it, and issuing a new one afterwards.

use super::at_desk::AtDesk;
use super::sheet::{self, Reader, Sheet};
use crate::certification::actions::{self, Change, Correction, Reissue, Revocation};
use crate::certification::gathering::gather;
use crate::certification::model::EditionCause;
use crate::certification::verification::Verified;
use crate::certification::{Certificate, CertificateState, Refusal, RevocationReason, queries};
use crate::house::House;
use crate::kernel::{AccountId, CertificateId, Day, Failure, Instant, Lang, PersonId, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chip, Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use askama::Template;
use rocket::http::ContentType;
use rocket::{Route, get, post, routes};

const LONGEST_REASON: usize = 500;

/// The certificate's page.
#[expect(clippy::struct_excessive_bools, reason = "what a template asks, yes or no")]
#[derive(Template)]
#[template(path = "certification/certificate.html")]
pub struct CertificatePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    id: CertificateId,
    version: i64,
    number: String,
    title: &'static str,
    chip: Chip,
    is_current: bool,
    is_released: bool,
    /// Until when it holds, where it does not hold for good.
    expires: Option<String>,
    sheet: Sheet,
    code: String,
    person: PersonId,
    is_protected: bool,
    may_unmask: bool,
    cohort: String,
    revoked: Option<String>,
    anew: Anew,
    editions: Vec<Edition>,
    reasons: Vec<Choice>,
    form: Submitted,
    is_stale: bool,
}

impl CertificatePage {
    /// The address of this page, or of what lies beneath it.
    fn at(&self, tail: &str) -> String {
        self.chrome.to(&format!("/desk/certificates/{}{tail}", self.id))
    }

    /// The verifier's page.
    fn public(&self) -> String {
        self.chrome.to(&format!("/v/{}", self.code))
    }
}

/// Whether a new certificate can be issued after this one was revoked.
#[derive(Debug)]
enum Anew {
    /// There is nothing to say: it holds, or a later one is there.
    Quiet,
    /// It cannot, and why.
    Refused(String),
    /// It can; the name is respelt there first, where it is wrong.
    Open(String),
}

/// One link of the chain.
#[derive(Debug)]
struct Edition {
    href: Option<String>,
    number: String,
    issued: String,
    chip: Chip,
}

#[get("/desk/certificates/<id>")]
async fn show(id: CertificateId, desk: AtDesk<'_>) -> Answer<CertificatePage> {
    let page = page(id, (desk.chrome, desk.now), desk.house).await?;
    Ok(Reply::Page(CertificatePage { may_unmask: desk.who.may_unmask, ..page }))
}

#[post("/desk/certificates/<id>/revoke", data = "<form>")]
async fn revoke(id: CertificateId, desk: AtDesk<'_>, form: Submitted) -> Answer<CertificatePage> {
    let AtDesk { who, chrome, now, house } = desk;
    let lang = chrome.lang;
    let here = chrome.to(&format!("/desk/certificates/{id}"));
    let mut page = page(id, (chrome, now), house).await?;
    page.form = form;
    let mut reading = Reading::new(&page.form, lang);
    let missing = lang.say("Välj varför intyget återkallas.", "Choose why the certificate is revoked.");
    let Some(reason) = reading.choice("reason", missing, RevocationReason::from_key) else {
        page.errors = reading.errors();
        return Ok(Reply::Again(page));
    };
    let what = Revocation { certificates: vec![(id, page.form.version()?)], reason };
    match actions::revoke(&house.db, &who, &what, &house.press(), now).await {
        Ok(()) => Ok(Reply::See(here)),
        // The same form sent twice: it is revoked, by this person and for this reason.
        Err(Failure::Refused(Refusal::NotCurrent)) if is_revoked_by(house, id, (who.account, reason)).await? => {
            Ok(Reply::See(here))
        }
        Err(Failure::Refused(refusal)) => {
            page.errors.add("", refusal.sentence(lang));
            Ok(Reply::Again(page))
        }
        Err(Failure::Stale) => {
            page.form = page.form.over_saved();
            page.is_stale = true;
            Ok(Reply::Stale(page))
        }
        Err(other) => Err(other.into()),
    }
}

/// A new edition from what the registers say now, or for another term.
#[post("/desk/certificates/<id>/replace", data = "<form>")]
async fn replace(id: CertificateId, desk: AtDesk<'_>, form: Submitted) -> Answer<CertificatePage> {
    let AtDesk { who, chrome, now, house } = desk;
    let change = match form.get("change") {
        "facts" => Change::Facts,
        "renewal" => Change::Renewal,
        _ => return Err(Problem::Unreadable),
    };
    let to_new = |new: CertificateId| chrome.to(&format!("/desk/certificates/{new}"));
    let what = Correction { certificate: id, version: form.version()?, change };
    let refused = match actions::supersede(&house.db, &who, &what, &house.press(), now).await {
        Ok(new) => {
            house.due.notify_one();
            return Ok(Reply::See(to_new(new)));
        }
        Err(Failure::Refused(Refusal::NotCurrent)) => {
            // The same button pressed twice: the edition it made is there.
            let db = house.db.read();
            let new = match queries::find(db, id).await?.and_then(|old| old.replaced_by) {
                Some(new) => queries::find(db, new).await?,
                None => None,
            };
            let new = new.filter(|new| new.issued_by == who.account && new.cause == what.change.cause());
            if let Some(new) = new {
                return Ok(Reply::See(to_new(new.id)));
            }
            Some(Refusal::NotCurrent)
        }
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(Failure::Stale) => None,
        Err(other) => return Err(other.into()),
    };
    let mut page = page(id, (chrome, now), house).await?;
    let Some(refusal) = refused else {
        page.form = form.over_saved();
        page.is_stale = true;
        return Ok(Reply::Stale(page));
    };
    page.errors.add("", refusal.sentence(page.lang));
    Ok(Reply::Again(page))
}

/// One new certificate after a revocation.
#[post("/desk/certificates/<id>/reissue", data = "<form>")]
async fn issue_anew(id: CertificateId, desk: AtDesk<'_>, form: Submitted) -> Answer<CertificatePage> {
    let AtDesk { who, chrome, now, house } = desk;
    let lang = chrome.lang;
    let to_new = |new: CertificateId| chrome.to(&format!("/desk/certificates/{new}"));
    let mut page = page(id, (chrome.clone(), now), house).await?;
    page.form = form;
    let mut reading = Reading::new(&page.form, lang);
    let Some(reason) = reading.words("why", LONGEST_REASON, &Refusal::NoReasonAnew.sentence(lang)) else {
        page.errors = reading.errors();
        return Ok(Reply::Again(page));
    };
    let what = Reissue { certificate: id, version: page.form.version()?, reason };
    match actions::reissue(&house.db, &who, &what, &house.press(), now).await {
        Ok(new) => {
            house.due.notify_one();
            Ok(Reply::See(to_new(new)))
        }
        Err(Failure::Refused(refusal)) => {
            // The same form sent twice: the one it issued is there.
            if refusal == Refusal::JustIssued
                && let Some(new) = issued_anew_by(house, id, who.account).await?
            {
                return Ok(Reply::See(to_new(new)));
            }
            page.errors.add(refusal.field().unwrap_or_default(), refusal.sentence(lang));
            Ok(Reply::Again(page))
        }
        Err(Failure::Stale) => {
            page.form = page.form.over_saved();
            page.is_stale = true;
            Ok(Reply::Stale(page))
        }
        Err(other) => Err(other.into()),
    }
}

/// What this account issued in place of a revoked certificate, if that is the next edition.
async fn issued_anew_by(house: &House, id: CertificateId, by: AccountId) -> Result<Option<CertificateId>, Problem> {
    let db = house.db.read();
    let Some(old) = queries::find(db, id).await? else { return Ok(None) };
    let editions = queries::editions(db, old.participant_id, old.kind).await?;
    let next = editions.into_iter().find(|one| one.edition == old.edition + 1);
    Ok(next.filter(|one| one.issued_by == by && one.cause == EditionCause::Anew).map(|one| one.id))
}

async fn is_revoked_by(
    house: &House,
    id: CertificateId,
    (account, reason): (AccountId, RevocationReason),
) -> Result<bool, Problem> {
    let found = queries::find(house.db.read(), id).await?;
    Ok(found.is_some_and(|one| {
        one.state == CertificateState::Revoked
            && one.revoked_by == Some(account)
            && one.revoked_reason.as_deref() == Some(reason.key())
    }))
}

/// The sealed bytes, always the same.
#[get("/desk/certificates/<id>/paper.pdf")]
async fn paper(id: CertificateId, desk: AtDesk<'_>) -> Result<Download, Problem> {
    let certificate = queries::find(desk.house.db.read(), id).await?.ok_or(Problem::Missing)?;
    desk.may_open_paper(certificate.person_id, &certificate.number).await?;
    download(desk.house, &certificate).await
}

/// The paper of `certificate` as a file named by its number.
pub(super) async fn download(house: &House, certificate: &Certificate) -> Result<Download, Problem> {
    let paper = queries::paper_of(house.db.read(), certificate.id).await?.ok_or(Problem::Missing)?;
    Ok(Download { bytes: paper.pdf, kind: ContentType::PDF, name: format!("{}.pdf", certificate.number) })
}

async fn page(id: CertificateId, (chrome, now): (Chrome, Instant), house: &House) -> Result<CertificatePage, Problem> {
    let (lang, today) = (chrome.lang, stockholm::today(now));
    let db = house.db.read();
    let shown = house.register().of(id).await?.ok_or(Problem::Missing)?;
    let one = &shown.certificate;
    let editions = queries::editions(db, one.participant_id, one.kind).await?;
    let reasons = RevocationReason::ALL.map(|reason| Choice::new(reason.key(), reason.word(lang)));
    Ok(CertificatePage {
        lang,
        errors: FormErrors::none(),
        id,
        version: one.version,
        number: one.number.clone(),
        title: one.kind.title(lang),
        chip: sheet::chip(one, (lang, today)),
        is_current: one.state == CertificateState::Current,
        is_released: one.released_at.is_some(),
        expires: one.expires_on.map(|last| dates::day_in_words(lang, last)),
        sheet: Sheet::new(&shown, Reader::Desk, lang),
        code: one.code.clone(),
        person: one.person_id,
        is_protected: shown.is_masked,
        may_unmask: false,
        cohort: chrome.to(&format!("/desk/cohorts/{}/certificates", one.cohort_id)),
        revoked: revoked(&shown, lang),
        anew: anew(one, (&chrome, today), house).await?,
        editions: editions.iter().map(|edition| link(edition, id, (&chrome, today))).collect(),
        reasons: reasons.to_vec(),
        form: Submitted::default(),
        is_stale: false,
        chrome,
    })
}

async fn anew(one: &Certificate, (chrome, today): (&Chrome, Day), house: &House) -> Result<Anew, Problem> {
    if one.state != CertificateState::Revoked {
        return Ok(Anew::Quiet);
    }
    let gathered = gather(house.db.read(), one.cohort_id, today).await?.ok_or(Problem::Missing)?;
    Ok(match actions::may_reissue(one, &gathered) {
        Ok(_) => {
            let (cohort, who) = (one.cohort_id, one.participant_id);
            Anew::Open(chrome.to(&format!("/desk/cohorts/{cohort}/certificates/{who}/name")))
        }
        Err(Refusal::JustIssued) => Anew::Quiet,
        Err(refusal) => Anew::Refused(refusal.sentence(chrome.lang)),
    })
}

fn link(edition: &Certificate, here: CertificateId, (chrome, today): (&Chrome, Day)) -> Edition {
    let lang = chrome.lang;
    Edition {
        href: (edition.id != here).then(|| chrome.to(&format!("/desk/certificates/{}", edition.id))),
        number: edition.number.clone(),
        issued: dates::iso(edition.issued_on),
        chip: sheet::chip(edition, (lang, today)),
    }
}

fn revoked(shown: &Verified, lang: Lang) -> Option<String> {
    let day = dates::day_in_words(lang, shown.certificate.revoked_on?);
    let reason = shown.certificate.revoked_reason.as_deref().and_then(RevocationReason::from_key)?.word(lang);
    Some(lang.say(format!("Återkallat {day}. Skäl: {reason}."), format!("Revoked {day}. Reason: {reason}.")))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, revoke, replace, issue_anew, paper]
}
