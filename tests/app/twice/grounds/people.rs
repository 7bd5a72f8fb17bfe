//! What is changed about applicants and participants.

use super::super::editing::Both;
use super::Press;
use crate::privacy::Ground;
use stafett::applications::ApplicationState::{AwaitingManager, Eligible};
use stafett::locale::stockholm;
use stafett::people::Role;

#[expect(clippy::too_many_lines, reason = "one arm for each form")]
pub async fn editing(form: &str) -> Both {
    let ground = Ground::new().await;
    let (karin, siv) = ground.two(Role::Coordinator).await;
    let house = &ground.house;
    let of = |one: Press, theirs: &[(&str, &str)], by, saved| (one.also(by, theirs), one, saved);
    let (other, one, saved) = match form {
        "applications/desk.html 1" => {
            let (_, page) = ground.at_desk("Ada Alm", AwaitingManager).await;
            let mine = [("verdict", "supplement"), ("reason", "Vilken tid får du?")];
            let theirs = [("verdict", "supplement"), ("reason", "Vem är chef?")];
            of(Press::new(karin, &page, "/decide", &mine), &theirs, Some(siv), "Vilken tid får du?")
        }
        "applications/desk.html 2" => {
            let (_, page) = ground.at_desk("Ada Alm", AwaitingManager).await;
            let said = |words| [("channel", "phone"), ("from", "Maja Chef"), ("on", "2012-09-03"), ("words", words)];
            let mine = Press::new(karin, &page, "/mandate", &said("Ja, hon leder det."));
            of(mine, &said("Han får tio procent."), Some(siv), "Ja, hon leder det.")
        }
        "applications/desk.html 3" => {
            let (_, page) = ground.at_desk("Ada Alm", Eligible).await;
            of(Press::new(karin, &page, "/rank", &[("rank", "7")]), &[("rank", "3")], Some(siv), "Rang nu 7")
        }
        "applications/desk.html 4" => {
            let (_, page) = ground.at_desk("Ada Alm", AwaitingManager).await;
            let twins =
                [ground.application("Bo Berg", Eligible).await, ground.application("Cia Ceder", Eligible).await];
            let [bo, cia] = [house.find_application(twins[0]).await, house.find_application(twins[1]).await];
            let mine = Press::new(karin, &page, "/link", &[("twin", &bo.reference)]);
            of(mine, &[("twin", &cia.reference)], Some(siv), "Länkad med")
        }
        "applications/desk.html 5" => {
            // Of two who take it back both want the same; what comes between is a decision.
            let (_, page) = ground.at_desk("Ada Alm", Eligible).await;
            let decided = [("verdict", "supplement"), ("reason", "Vilken tid får du?")];
            let theirs = Press::new(siv, &page, "/withdraw", &[("withdrawal_channel", "email")]);
            (theirs, Press::new(karin, &page, "/decide", &decided), "Vilken tid får du?")
        }
        "applications/my.html 1" => {
            let id = ground.application("Ada Alm", AwaitingManager).await;
            let page = house.my_page(id).await;
            let mine = Press::new(
                None,
                &page,
                "/manager",
                &[("manager_name", "Rut Rätt"), ("manager_email", "rut@example.org")],
            );
            let theirs = [("manager_name", "Ove Annan"), ("manager_email", "ove@example.org")];
            of(mine, &theirs, None, "Rut Rätt")
        }
        "attendance/name.html 1" => {
            let (who, _) = ground.participant(1, "Ada Alm").await;
            let page = format!("{}/name", ground.my_page_of(who).await);
            of(
                Press::new(None, &page, "/name", &[("name", "Ada Maria Alm")]),
                &[("name", "Ada M Alm")],
                None,
                "Ada Maria Alm",
            )
        }
        "attendance/participant.html 1" => {
            let (who, days) = (ground.participant(1, "Ada Alm").await.0, house.days_of(ground.cohort).await);
            house.set_clock(stockholm::start_of_day(days[0].day).plus_minutes(600));
            let page = format!("/days/{}/participants/{who}", days[0].id);
            let mine = Press::new(karin, &page, &page, &[("kind", "absent"), ("reason", "Fel rad")]);
            of(mine, &[("kind", "present"), ("reason", "Kom in sent")], Some(siv), "Frånvarande")
        }
        "desk/unanswered.html 1" => {
            ground.application("Ada Alm", AwaitingManager).await;
            house.set_clock(house.now().plus_days(4));
            let id = ground.number("SELECT MAX(id) AS n FROM mandates").await;
            let (field, action) = (format!("email-mandate-{id}"), format!("/desk/unanswered/mandate-{id}"));
            let mine = Press::new(karin, "/desk/unanswered", &action, &[(&field, "rut@example.org")]);
            of(mine, &[(&field, "ove@example.org")], Some(siv), "någon annan har skickat brevet igen")
        }
        "needs/desk.html 1" | "needs/mine.html 1" => {
            let (who, _) = ground.participant(1, "Ada Alm").await;
            let (page, one, other) = if form.contains("desk") {
                let id = ground.number(&format!("SELECT application_id AS n FROM participants WHERE id = {who}")).await;
                (format!("/desk/applications/{id}/needs"), Some(karin), Some(siv))
            } else {
                (format!("{}/needs", ground.my_page_of(who).await), None, None)
            };
            let mine = Press::new(one, &page, "/needs", &[("other", "Tål inte senap")]);
            // What lies sealed is told to whom it is about; the desk opens it by a button of its own.
            let saved = if one.is_none() { "Tål inte senap" } else { "ändrades medan du hade sidan öppen" };
            of(mine, &[("other", "Tål inte selleri")], other, saved)
        }
        new => panic!("{new} changes something and has no case here"),
    };
    Both { house: ground.house, one, other, saved }
}
