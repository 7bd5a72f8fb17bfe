//! What the things and facts of the journal are called, and where a thing has its page.

use crate::kernel::Lang;

/// Kind of thing, Swedish, English, where its page is (`#` stands for its number; empty: it has none of its own), its table
/// (empty: its number is no row's).
const OBJECTS: &[(&str, &str, &str, &str, &str)] = &[
    ("account", "konto", "account", "/accounts/#", "accounts"),
    ("application", "ansökan", "application", "/desk/applications/#", "applications"),
    ("certificate", "intyg", "certificate", "/desk/certificates/#", "certificates"),
    ("cohort", "omgång", "cohort", "/desk/cohorts/#", "cohorts"),
    ("course_day", "utbildningsdag", "course day", "/days/#", "course_days"),
    ("disposal", "gallring", "disposal", "", "disposals"),
    ("draft", "förslag", "proposal", "", "application_drafts"),
    ("feedback", "synpunkt", "feedback", "", "feedback"),
    ("import", "övertaget kalkylark", "spreadsheet taken over", "/desk/imports/#", "imports"),
    ("journal", "händelseloggen", "the journal", "", "journal"),
    ("layout", "intygets utseende", "look of the certificate", "/setup/certificates", ""),
    ("letter", "brev", "letter", "", "outbox"),
    ("link", "privat länk", "private link", "", "links"),
    ("offer", "erbjudande", "offer", "/desk/offers/#", "offers"),
    ("organisation", "organisation", "organisation", "", "organisations"),
    ("participant", "deltagare", "participant", "", "participants"),
    ("person", "person", "person", "", "persons"),
    ("platform", "plattformen", "the platform", "/setup", "platforms"),
    ("programme_version", "program", "programme", "", "programme_versions"),
    ("text", "text för alla", "public text", "", ""),
    ("retention", "gallringsregel", "retention rule", "", ""),
    ("rollout_plan", "genomförandeplan", "rollout plan", "/plans/#", "rollout_plans"),
    ("seat_offer", "platserbjudande", "seat offer", "", "seat_offers"),
];

/// Fact, Swedish, English.
const FACTS: &[(&str, &str, &str)] = &[
    ("answer", "svar", "answer"),
    ("application", "ansökan", "application"),
    ("applications", "ansökningar", "applications"),
    ("arrived_by", "kom med", "arrived by"),
    ("before", "före", "before"),
    ("capacity", "platser", "capacity"),
    ("cap", "tak", "cap"),
    ("channel", "hur", "by"),
    ("coach", "coach (konto)", "coach (account)"),
    ("code", "kod", "code"),
    ("cohort", "omgång", "cohort"),
    ("commitment", "lottningens åtagande", "commitment of the draw"),
    ("count", "antal", "count"),
    ("action", "åtgärd", "action"),
    ("action_before", "åtgärd före", "action before"),
    ("after", "efter", "after"),
    ("basis", "grund", "basis"),
    ("cohorts", "omgångar", "cohorts"),
    ("corrected", "rättad", "corrected"),
    ("days", "dagar", "days"),
    ("days_before", "dagar före", "days before"),
    ("edition", "utgåva", "edition"),
    ("entries", "händelser", "entries"),
    ("format", "format", "format"),
    ("into", "in i konto", "into account"),
    ("layout", "utformning", "layout"),
    ("needs_second", "kräver en andra person", "needs a second person"),
    ("needs_second_before", "krävde en andra person", "needed a second person"),
    ("one_asked_for", "begärt att en räcker", "one asked to be enough"),
    ("part", "del", "part"),
    ("plans", "planer", "plans"),
    ("remembered", "enheten minns", "device remembered"),
    ("until", "till och med", "until"),
    ("version", "version", "version"),
    ("aims", "mål", "aims"),
    ("deadline", "sista ansökan", "deadline"),
    ("guarantee", "garanti", "guarantee"),
    ("issuer_name", "utfärdare", "issuer"),
    ("place", "ort", "place"),
    ("region", "region", "region"),
    ("room", "lokal", "room"),
    ("signatory_name", "undertecknare", "signatory"),
    ("situation", "nuläge", "situation"),
    ("title", "titel", "title"),
    ("days_moved", "flyttade dagar", "days moved"),
    ("former", "tidigare utfall", "former outcome"),
    ("from", "från", "from"),
    ("hash", "listans hash", "hash of the list"),
    ("issuer_code", "utfärdarkod", "issuer code"),
    ("kind", "slag", "kind"),
    ("kinds", "slag", "kinds"),
    ("mandate", "mandat", "mandate"),
    ("marks", "markeringar", "marks"),
    ("may_unmask", "får avmaskera", "may unmask"),
    ("milestone", "milstolpe", "milestone"),
    ("name", "namn", "name"),
    ("new_persons", "nya personer", "new persons"),
    ("now", "nu", "now"),
    ("number", "nummer", "number"),
    ("numbers", "nummer", "numbers"),
    ("on", "dag", "day"),
    ("key", "nyckel", "key"),
    ("host", "adress", "address"),
    ("languages", "språk", "languages"),
    ("valid_months", "giltigt i månader", "valid for months"),
    ("organisation", "organisation", "organisation"),
    ("organisations", "organisationer", "organisations"),
    ("passed_by", "förbigången", "passed by"),
    ("persons_removed", "borttagna personer", "persons removed"),
    ("reason", "skäl", "reason"),
    ("reference", "referens", "reference"),
    ("replaced_by", "ersatt av", "replaced by"),
    ("reserves", "reservplatser", "reserve places"),
    ("role", "roll", "role"),
    ("rows", "rader", "rows"),
    ("rule", "regel", "rule"),
    ("rule_number", "krav nr", "rule no."),
    ("proof", "bevis", "proof"),
    ("demand", "krav", "requirement"),
    ("seat", "plats", "seat"),
    ("seats", "platser", "seats"),
    ("sha256", "SHA-256", "SHA-256"),
    ("ticks", "milstolpar", "milestones"),
    ("to", "till", "to"),
    ("told", "antal som fick brev", "letters sent"),
    ("verdict", "utfall", "verdict"),
    ("what", "vad", "what"),
    ("with", "med", "with"),
];

/// The kinds of things there are, with their words.
pub(super) fn objects(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    OBJECTS.iter().map(move |(object, sv, en, ..)| (*object, lang.say(*sv, *en)))
}

/// What a kind of thing is called; its own word when a later version wrote one this one does not know.
pub(super) fn object(kind: &str, lang: Lang) -> &str {
    OBJECTS.iter().find(|(name, ..)| *name == kind).map_or(kind, |(_, sv, en, ..)| lang.say(sv, en))
}

/// Where the thing has its page.
pub(super) fn page_of(kind: &str, id: i64) -> Option<String> {
    let (.., page, _) = OBJECTS.iter().find(|(name, ..)| *name == kind)?;
    (!page.is_empty()).then(|| page.replace('#', &id.to_string()))
}

/// The table a thing of this kind stands in.
pub(super) fn table_of(kind: &str) -> Option<&'static str> {
    OBJECTS.iter().find(|(name, ..)| *name == kind).map(|(.., table)| *table).filter(|table| !table.is_empty())
}

/// What a fact is called; its own word with spaces when it has none here.
pub(super) fn fact(name: &str, lang: Lang) -> String {
    let known = FACTS.iter().find(|(fact, ..)| *fact == name);
    known.map_or_else(|| name.replace('_', " "), |(_, sv, en)| lang.say(*sv, *en).to_owned())
}
