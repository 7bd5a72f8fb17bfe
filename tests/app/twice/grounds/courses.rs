//! What is changed about cohorts, offers and certificates.

use super::super::editing::Both;
use super::Press;
use crate::certificates::Course;
use crate::privacy::Ground;
use crate::support::filled::OFFER;
use stafett::applications::ApplicationState::Eligible;
use stafett::people::Role;

pub async fn editing(form: &str) -> Both {
    match form.split('/').next() {
        Some("assignments") => assignments(form).await,
        Some("certification") => certificates(form).await,
        Some("completion") => completion(form).await,
        Some("programmes") => rules(form).await,
        _ => planning(form).await,
    }
}

async fn planning(form: &str) -> Both {
    let ground = Ground::new().await;
    let (karin, siv) = ground.two(Role::Coordinator).await;
    let (offer, cohort) = (ground.offer, ground.cohort);
    let desk = format!("/desk/offers/{offer}");
    let amended = Press::new(karin, &format!("{desk}/amend"), "/amend", &[("title", "Barnrättsstrateg, förlängd")]);
    let moved = Press::new(karin, &format!("/desk/cohorts/{cohort}/edit"), "/edit", &[("room", "Lilla salen")]);
    let (one, other, saved) = match form {
        "cohorts/cancel.html 1" => {
            let reason = [("reason", "Utbildaren är sjuk.")];
            let other = Press::new(siv, &format!("/desk/cohorts/{cohort}/cancel"), "/cancel", &reason);
            (moved, other, "ändrade omgången")
        }
        "cohorts/edit.html 1" => {
            let other = moved.also(siv, &[("room", "Aulan")]);
            (moved, other, "Lilla salen")
        }
        "offers/amend.html 1" => {
            let other = amended.also(siv, &[("title", "Barnrättsstrateg i höst")]);
            (amended, other, "Barnrättsstrateg, förlängd")
        }
        "offers/check.html 1" | "offers/edit.html 1" => {
            let chosen = ground.draft(karin).await;
            let said = [&OFFER[..], &[("cohorts", &chosen)]].concat();
            let made = ground.house.session_of(karin).await.fill_in("/desk/offers/new", 0, &said).await;
            let draft = made.location().trim_end_matches("/publish").to_owned();
            let one = Press::new(karin, &format!("{draft}/edit"), "/edit", &[("title", "Kurs ett")]);
            if form.contains("edit") {
                let other = one.also(siv, &[("title", "Kurs två")]);
                (one, other, "Kurs ett")
            } else {
                (one, Press::new(siv, &format!("{draft}/publish"), "/publish", &[]), "")
            }
        }
        "seats/desk.html 1" => {
            ground.application("Ada Alm", Eligible).await;
            (amended, Press::new(siv, &desk, "/close", &[("early", "yes")]), "")
        }
        "seats/allocate.html 1" | "seats/allocate.html 2" | "seats/desk.html 2" => {
            // Giving the seats is done once; what came between is a deed of somebody else's.
            let (applicants, action) =
                if form.ends_with("allocate.html 2") { (5, "/allocate") } else { (2, "/offer-all") };
            ground.closed_with(applicants, karin).await;
            let page = if form.contains("allocate.html") { format!("{desk}/allocate") } else { desk };
            let one = Press::new(karin, &page, action, &[]);
            let other = one.also(siv, &[]);
            (one, other, "")
        }
        new => panic!("{new} changes something and has no case here"),
    };
    Both { house: ground.house, one, other, saved }
}

async fn assignments(form: &str) -> Both {
    assert_eq!(form, "assignments/answer.html 1", "{form} changes something and has no case here");
    let ground = Ground::new().await;
    let (karin, siv) = ground.two(Role::Coordinator).await;
    let who = ground.participant(1, "Ada Alm").await.0;
    ground.house.asks_for_a_plan(ground.cohort).await;
    let page = format!("/hand-ins/{}", ground.house.handed_in(who).await);
    let one = Press::new(karin, &page, &page, &[("verdict", "returned"), ("comment", "Skriv mer om målen.")]);
    let other = one.also(siv, &[("verdict", "approved"), ("comment", "Bra!")]);
    Both { house: ground.house, one, other, saved: "Skriv mer om målen." }
}

async fn rules(form: &str) -> Both {
    let ground = Ground::new().await;
    let (karin, siv) = ground.two(Role::Coordinator).await;
    let path = match form {
        "programmes/rule.html 1" => "/desk/programmes/1/rule",
        "programmes/advanced.html 1" => "/desk/programmes/1/rule/advanced",
        "programmes/certificate.html 1" => {
            let path = "/desk/programmes/1/certificate";
            let one = Press::new(
                karin,
                path,
                path,
                &[("layout", "quiet-portrait"), ("languages", "sv"), ("valid_months", "24")],
            );
            let other = one.also(siv, &[("valid_months", "36")]);
            return Both { house: ground.house, one, other, saved: "Stilla stående" };
        }
        "programmes/assignment.html 1" => {
            ground.house.asks_for_a_plan(ground.cohort).await;
            let path = "/desk/programmes/1/assignments/1";
            let one = Press::new(karin, path, path, &[("title_sv", "Vår plan"), ("title_en", "Our plan")]);
            let other = one.also(siv, &[("title_sv", "Första steget"), ("title_en", "The first step")]);
            return Both { house: ground.house, one, other, saved: "Vår plan" };
        }
        new => panic!("{new} changes something and has no case here"),
    };
    let name = if form.contains("advanced") { "amount-r-0" } else { "min" };
    let one = Press::new(karin, path, path, &[("do", "save"), (name, "4")]);
    let other = one.also(siv, &[("do", "save"), (name, "3")]);
    Both { house: ground.house, one, other, saved: "Minst 4 av 6 dagar" }
}

async fn completion(form: &str) -> Both {
    let course = Course::with_three().await;
    let siv = course.house.account(Role::Coordinator, "Siv Samordnare").await;
    let first = course.house.days_of(course.cohort).await[0].id;
    let (one, other, saved) = match form {
        "completion/contents.html 1" => {
            let page = format!("/desk/cohorts/{}/days/{first}", course.cohort);
            let one = Press::new(course.coordinator, &page, &page, &[("lecturers", "Lena Lärare")]);
            let other = one.also(siv, &[("lecturers", "Olle Orator")]);
            (one, other, "Lena Lärare")
        }
        "completion/dispense.html 1" => {
            let page = format!("/desk/cohorts/{}/dispense/{}", course.cohort, course.undecided(9, "Eva Ek").await);
            let desk = course.coordinator().await;
            desk.fill_in(&page, 0, &[("demand", "all/0"), ("reason", "Skäl")]).await.location();
            let one = Press::new(course.coordinator, &page, "/withdraw", &[("why-1", "Fel deltagare")]);
            let other = one.also(siv, &[("why-1", "Inget skäl")]);
            (one, other, "")
        }
        new => panic!("{new} changes something and has no case here"),
    };
    Both { house: course.house, one, other, saved }
}

async fn certificates(form: &str) -> Both {
    let course = Course::with_three().await;
    let siv = course.house.account(Role::Coordinator, "Siv Samordnare").await;
    let karin = course.coordinator;
    let (one, other, saved) = match form {
        "certification/edition.html 1" => {
            let page = "/setup/certificates/quiet-portrait";
            let one = Press::new(karin, page, page, &[("accent", "#1D3A5F")]);
            let other = one.also(siv, &[("accent", "#5F1D3A")]);
            (one, other, "#1D3A5F")
        }
        "certification/name.html 1" => {
            let who = stafett::seats::queries::active_among(course.house.db().read(), &[course.cohort]).await;
            let page = format!("{}/{}/name", course.page(), who.expect("read")[0].id);
            let one = Press::new(karin, &page, "/name", &[("name", "Thi Ngoc Dang")]);
            let other = one.also(siv, &[("name", "Ngoc Dang")]);
            (one, other, "Thi Ngoc Dang")
        }
        "certification/certificate.html 3" => {
            course.issue("certificate").await;
            let old = course.certificate_of("Åsa Öberg").await;
            course.revoke(&old).await;
            let reissue =
                Press::new(karin, &format!("/desk/certificates/{}", old.id), "/reissue", &[("why", "Fel rad.")]);
            let other = reissue.also(siv, &[("why", "Fel person.")]);
            (reissue, other, "")
        }
        "certification/certificate.html 1" | "certification/certificate.html 2" | "certification/correct.html 1" => {
            course.issue("certificate").await;
            let id = course.certificate_of("Åsa Öberg").await.id;
            let page = format!("/desk/certificates/{id}");
            let revoke = Press::new(karin, &page, "/revoke", &[("reason", "mistake")]);
            if form == "certification/certificate.html 1" {
                course.move_to("Höör").await;
                let replace = Press::new(karin, &page, "/replace", &[("change", "facts")]);
                let other = replace.also(siv, &[("change", "facts")]);
                (replace, other, "")
            } else if form.contains("correct") {
                let other = Press::new(siv, &format!("{page}/correct"), "/correct", &[("name", "Åsa Maria Öberg")]);
                (revoke, other, "")
            } else {
                let other = revoke.also(siv, &[("reason", "holder_asked")]);
                (revoke, other, "")
            }
        }
        new => panic!("{new} changes something and has no case here"),
    };
    Both { house: course.house, one, other, saved }
}
