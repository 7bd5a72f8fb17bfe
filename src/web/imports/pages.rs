//! Paste, preview, confirm, receipt, undo.

use super::elsewhere;
use crate::graduates::import::{Column, Refusal, rows};
use crate::graduates::import_actions::{Confirmed, import, undo as take_back};
use crate::graduates::import_check::{Checked, check};
use crate::graduates::{entity, import_queries as queries};
use crate::house::House;
use crate::kernel::{Failure, ImportId, Instant, Lang, ProgrammeId, Refusal as _};
use crate::locale::{dates, numbers, stockholm};
use crate::people::{self, Coordinator};
use crate::programmes::Programme;
use crate::web::form::{Submitted, new_key};
use crate::web::guards::Now;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Either, Route, State, get, post, routes};

/// The paste form, with the earlier imports beneath.
#[derive(Template)]
#[template(path = "imports/paste.html")]
pub struct PastePage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    programmes: Vec<Choice>,
    earlier: Vec<(entity::import::Model, String, String)>,
}

/// Every row as it was read, before anything is stored.
#[derive(Template)]
#[template(path = "imports/preview.html")]
pub struct PreviewPage {
    lang: Lang,
    chrome: Chrome,
    key: String,
    paste: String,
    programme: ProgrammeId,
    rows: Vec<Checked>,
    sound: usize,
    is_stale: bool,
}

/// What an import did, and the way back.
#[derive(Template)]
#[template(path = "imports/import.html")]
pub struct ImportPage {
    lang: Lang,
    chrome: Chrome,
    import: entity::import::Model,
    left: u64,
    undo: String,
}

impl ImportPage {
    /// How many rows undoing took away.
    fn removed(&self) -> String {
        let (sv, en) = (("rad togs bort", "rader togs bort"), ("row was removed", "rows were removed"));
        numbers::counted(self.lang, self.import.row_count, sv, en)
    }
}

type PreviewOrPaste = Result<Either<Reply<PreviewPage>, Reply<PastePage>>, Problem>;

#[get("/desk/imports")]
async fn paste(_who: Coordinator, chrome: Chrome, house: &State<House>) -> Answer<PastePage> {
    let form = Submitted::default();
    Ok(Reply::Page(paste_page(house, chrome, form, FormErrors::none()).await?))
}

async fn paste_page(house: &House, chrome: Chrome, form: Submitted, errors: FormErrors) -> Result<PastePage, Problem> {
    let (db, lang) = (house.db.read(), chrome.lang);
    let programmes = queries::programmes(db).await?;
    let programmes = programmes.iter().map(|one| Choice::new(one.id, title(one, lang))).collect();
    let imports = queries::imports(db).await?;
    let accounts: Vec<_> = imports.iter().map(|one| one.account_id).collect();
    let names: std::collections::HashMap<_, _> =
        people::queries::names_of(db, &accounts, lang).await?.into_iter().collect();
    let by = |one: &entity::import::Model| names.get(&one.account_id).cloned().unwrap_or_default();
    let href = |one: &entity::import::Model| chrome.to(&format!("/desk/imports/{}", one.id));
    let earlier = imports.into_iter().map(|one| (one.clone(), by(&one), href(&one))).collect();
    Ok(PastePage { lang, chrome, form, errors, programmes, earlier })
}

fn title(programme: &Programme, lang: Lang) -> String {
    lang.say(&programme.name_sv, &programme.name_en).clone()
}

#[post("/desk/imports/preview", data = "<form>")]
async fn preview(_who: Coordinator, form: Submitted, chrome: Chrome, now: Now, house: &State<House>) -> PreviewOrPaste {
    if form.has("back") {
        return Ok(Either::Right(Reply::Page(paste_page(house, chrome, form, FormErrors::none()).await?)));
    }
    match checked(house, &form, now.0).await? {
        Ok((programme, rows)) => Ok(Either::Left(Reply::Page(preview_page(chrome, &form, programme, rows)?))),
        Err(refusal) => Ok(Either::Right(Reply::Again(refused(house, chrome, form, &refusal).await?))),
    }
}

#[post("/desk/imports", data = "<form>")]
async fn confirm(who: Coordinator, form: Submitted, chrome: Chrome, now: Now, house: &State<House>) -> PreviewOrPaste {
    let key = form.key()?;
    let confirmed = Confirmed {
        key: &key,
        paste: form.get("rows"),
        programme: form.get("programme").parse().map_err(|_| Problem::Unreadable)?,
        expected: form.get("expected").parse().map_err(|_| Problem::Unreadable)?,
        today: stockholm::today(now.0),
    };
    match import(&house.db, &who, confirmed, now.0).await {
        Ok(id) => Ok(Either::Left(Reply::See(chrome.to(&format!("/desk/imports/{id}"))))),
        Err(Failure::Refused(refusal)) => {
            Ok(Either::Right(Reply::Again(refused(house, chrome, form, &refusal).await?)))
        }
        Err(Failure::Stale) => match checked(house, &form, now.0).await? {
            Ok((programme, rows)) => {
                let page = PreviewPage { is_stale: true, ..preview_page(chrome, &form, programme, rows)? };
                Ok(Either::Left(Reply::Stale(page)))
            }
            Err(refusal) => Ok(Either::Right(Reply::Again(refused(house, chrome, form, &refusal).await?))),
        },
        Err(other) => Err(other.into()),
    }
}

/// The rows of the form against the register as it is now.
async fn checked(
    house: &House,
    form: &Submitted,
    now: Instant,
) -> Result<Result<(ProgrammeId, Vec<Checked>), Refusal>, Problem> {
    let typed = match rows(form.get("rows")) {
        Ok(typed) => typed,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let db = house.db.read();
    let programmes = queries::programmes(db).await?;
    let chosen = programmes.iter().find(|one| form.get("programme") == one.id.to_string()).or(programmes.first());
    let Some(programme) = chosen else { return Ok(Err(Refusal::NoProgramme)) };
    let register = queries::register(db, programme.id, stockholm::today(now)).await?;
    Ok(Ok((programme.id, check(typed, &register))))
}

async fn refused(house: &House, chrome: Chrome, form: Submitted, refusal: &Refusal) -> Result<PastePage, Problem> {
    let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(chrome.lang))].into_iter().collect();
    paste_page(house, chrome, form, errors).await
}

fn preview_page(
    chrome: Chrome,
    form: &Submitted,
    programme: ProgrammeId,
    rows: Vec<Checked>,
) -> Result<PreviewPage, Problem> {
    let sound = rows.iter().filter(|row| row.outcome.is_ok()).count();
    let (key, paste) = (new_key()?, form.get("rows").to_owned());
    Ok(PreviewPage { lang: chrome.lang, chrome, key, paste, programme, rows, sound, is_stale: false })
}

#[get("/desk/imports/<id>")]
async fn receipt(_who: Coordinator, id: ImportId, chrome: Chrome, house: &State<House>) -> Answer<ImportPage> {
    let db = house.db.read();
    let import = queries::find_import(db, id).await?.ok_or(Problem::Missing)?;
    let left = queries::left_of(db, id).await?;
    let undo = chrome.to(&format!("/desk/imports/{id}/undo"));
    Ok(Reply::Page(ImportPage { lang: chrome.lang, chrome, import, left, undo }))
}

#[post("/desk/imports/<id>/undo")]
async fn undo(who: Coordinator, id: ImportId, chrome: Chrome, now: Now, house: &State<House>) -> Answer<ImportPage> {
    take_back(&house.db, &who, id, |tx, persons| Box::pin(elsewhere::used(tx, persons)), now.0).await?;
    Ok(Reply::See(chrome.to(&format!("/desk/imports/{id}"))))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![paste, preview, confirm, receipt, undo]
}
