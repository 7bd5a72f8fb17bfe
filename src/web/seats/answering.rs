//! The coordinator records an answer that came by telephone, e-mail or on paper.

use super::chips;
use crate::applications::{self, Application, Channel};
use crate::house::House;
use crate::kernel::{ApplicationId, Failure, Lang, OfferId, Refusal as _};
use crate::locale::dates;
use crate::people::{self, Coordinator};
use crate::seats::actions::{self, Answering};
use crate::seats::{OfferedCourse, SeatOffer, SeatOfferState, queries};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The form for somebody else's answer.
#[derive(Template)]
#[template(path = "seats/answer.html")]
pub struct AnswerPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    back: String,
    action: String,
    reference: String,
    name: String,
    seat: String,
    answers: Vec<Choice>,
    channels: Vec<Choice>,
}

/// What somebody can say about a seat.
#[derive(Clone, Copy)]
enum Word {
    Accept,
    Decline,
    Withdraw,
}

#[get("/desk/offers/<offer>/answer/<application>")]
async fn ask(_by: Coordinator, offer: OfferId, application: ApplicationId, scene: Scene<'_>) -> Answer<AnswerPage> {
    let (application, seat) = found(scene.house, offer, application).await?;
    let shown = (Submitted::default(), FormErrors::none());
    page(scene, (&application, &seat), shown).await.map(Reply::Page)
}

#[post("/desk/offers/<offer>/answer/<application>", data = "<form>")]
async fn record(
    by: Coordinator,
    offer: OfferId,
    application: ApplicationId,
    form: Submitted,
    scene: Scene<'_>,
) -> Answer<AnswerPage> {
    let lang = scene.lang;
    let (application, seat) = found(scene.house, offer, application).await?;
    let mut reading = Reading::new(&form, lang);
    let word = reading.choice("answer", lang.say("Välj svaret.", "Choose the answer."), |word| match word {
        "accept" => Some(Word::Accept),
        "decline" => Some(Word::Decline),
        "withdraw" => Some(Word::Withdraw),
        _ => None,
    });
    let missing = lang.say("Välj hur svaret kom.", "Choose how the answer came.");
    let channel = reading.choice("channel", missing, |word| match word {
        "phone" => Some(Channel::Phone),
        "email" => Some(Channel::Email),
        "paper" => Some(Channel::Paper),
        _ => None,
    });
    let errors = reading.errors();
    let (Some(word), Some(channel)) = (word, channel) else {
        return page(scene, (&application, &seat), (form, errors)).await.map(Reply::Again);
    };
    let answering = Answering::Coordinator { by: &by, application: application.id, channel };
    let (house, now) = (scene.house, scene.now);
    let head = house.letterhead();
    let outcome = match word {
        Word::Accept => actions::accept(&house.db, &head, &answering, now).await,
        Word::Decline => actions::decline(&house.db, &head, &answering, now).await,
        Word::Withdraw => actions::withdraw(&house.db, &head, &answering, now).await,
    };
    match outcome {
        Ok(()) => Ok(Reply::See(scene.chrome.to(&format!("/desk/offers/{offer}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or("answer"), refusal.sentence(lang))].into_iter().collect();
            page(scene, (&application, &seat), (form, errors)).await.map(Reply::Again)
        }
        Err(other) => Err(other.into()),
    }
}

async fn found(house: &House, offer: OfferId, application: ApplicationId) -> Result<(Application, SeatOffer), Problem> {
    let db = house.db.read();
    let application = applications::queries::find(db, application).await?.ok_or(Problem::Missing)?;
    if application.offer_id != offer {
        return Err(Problem::Missing);
    }
    let seat = queries::seat_offer_of(db, application.id).await?.ok_or(Problem::Missing)?;
    Ok((application, seat))
}

async fn page(
    Scene { house, now, chrome, lang, .. }: Scene<'_>,
    (application, seat): (&Application, &SeatOffer),
    (form, errors): (Submitted, FormErrors),
) -> Result<AnswerPage, Problem> {
    let db = house.db.read();
    let course = OfferedCourse::read(db, application.offer_id).await?.ok_or(Problem::Missing)?;
    let person = people::queries::find_person(db, application.person_id).await?;
    let cohort = course.cohort(seat.cohort_id).map_or("", |cohort| cohort.name.as_str());
    let yes = Choice::new("accept", lang.say("Tackar ja till platsen", "Accepts the seat"));
    let no = Choice::new("decline", lang.say("Tackar nej till platsen", "Declines the seat"));
    let back = Choice::new("withdraw", lang.say("Lämnar återbud", "Gives the seat back"));
    let answers = if seat.state == SeatOfferState::Accepted { vec![back] } else { vec![yes, no] };
    let seat = match seat.state {
        SeatOfferState::Offered => format!("{cohort}, {}", dates::deadline(lang, seat.reply_by, now)),
        state => format!("{cohort}, {}", state.word(lang)),
    };
    Ok(AnswerPage {
        lang,
        errors,
        form,
        back: chrome.to(&format!("/desk/offers/{}", application.offer_id)),
        action: chrome.to(&format!("/desk/offers/{}/answer/{}", application.offer_id, application.id)),
        reference: application.reference.clone(),
        name: chips::shown_name(person.as_ref(), lang),
        seat,
        answers,
        channels: vec![
            Choice::new("phone", lang.say("Telefon", "Telephone")),
            Choice::new("email", lang.say("E-post", "E-mail")),
            Choice::new("paper", lang.say("Papper", "Paper")),
        ],
        chrome,
    })
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![ask, record]
}
