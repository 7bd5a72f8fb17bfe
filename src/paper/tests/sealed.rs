//! Sealed papers: what the seal covers, what is attached, what a screen reader meets, and that nothing altered passes.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::*;

const PAYLOAD: &str = "2KCE3IQEXTV6KBGBSLYGN3VPQQ4SDZEYSZNXTWA4VR77NBLHQ2IIW7YD3FKEWM6ZS2KCE3IQEXTV6KBGBSLYGN3VPQQ4SDZEYSZNXTWA4VR77NBLHQ2IIW7YD3FKEWM6ZSAB4JUHN2XQ5EAAB4JU";
const CREDENTIAL: &str = "{\"type\":[\"VerifiableCredential\"],\"name\":\"Đặng Thị Ngọc %%EOF startxref 1\"}";

/// 10.01.07 on 13 December 2012 in Stockholm.
const SEALED_AT: crate::kernel::Instant = crate::kernel::Instant::from_millis(1_355_389_267_000);

/// Not a real seal: DER around the digest, so that tests can see what was sealed.
struct Wax;

impl Seal for Wax {
    fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, String> {
        Ok([[0x30, 0x22, 0x04, 0x20].as_slice(), digest].concat())
    }

    fn longest(&self) -> usize {
        40
    }
}

struct Broken;

impl Seal for Broken {
    fn sign(&self, _digest: &[u8; 32]) -> Result<Vec<u8>, String> {
        Err("no key".to_owned())
    }

    fn longest(&self) -> usize {
        40
    }
}

fn qr(facts: &CertificateFacts) -> String {
    format!("{}#{PAYLOAD}", facts.verify_address)
}

fn batch(all: &[CertificateFacts], seal: &dyn Seal) -> Vec<Result<Vec<u8>, Refusal>> {
    let qrs: Vec<String> = all.iter().map(qr).collect();
    let sheets: Vec<Sheet<'_>> = all
        .iter()
        .zip(&qrs)
        .map(|(facts, qr)| Sheet { facts, qr, credential: CREDENTIAL, sealed_at: SEALED_AT })
        .collect();
    Layouts::load().unwrap().draw_batch(FORMAL_LANDSCAPE, &sheets, seal)
}

fn sealed(facts: &CertificateFacts) -> Vec<u8> {
    batch(std::slice::from_ref(facts), &Wax).pop().unwrap().unwrap()
}

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}

#[test]
fn a_paper_carries_the_letters_of_its_own_script_only() {
    let named = |holder: &str| CertificateFacts { holder: holder.to_owned(), ..facts() };
    let [greek, vietnamese, plain] = ["Αλέξανδρος Παππάς", "Nguyễn Thị Ngọc", "Åsa Öberg"].map(named);

    let alone = batch(std::slice::from_ref(&plain), &Wax);
    let together = batch(&[greek, plain, vietnamese], &Wax);

    assert_eq!(together[1], alone[0]);
    for (paper, name) in together.iter().zip(["Αλέξανδρος", "Åsa", "Nguyễn"]) {
        assert!(text_of(paper.as_ref().unwrap()).contains(name), "{name} stands where it was given");
    }
}

#[test]
fn the_seal_covers_the_whole_file_but_itself() {
    let pdf = sealed(&facts());

    let read = inspect(&pdf).unwrap();

    assert_eq!(read.seal, Wax.sign(&read.digest).unwrap());
    assert_eq!(read.credential, CREDENTIAL);
    let file = Document::load_mem(&pdf).unwrap();
    let signature = file.get_dictionary((2, 0)).unwrap();
    let range: Vec<usize> = signature.get(b"ByteRange").unwrap().as_array().unwrap().iter().map(number).collect();
    assert_eq!((range[0], range[2] + range[3]), (0, pdf.len()));
    assert_eq!(range[2] - range[1], 2 + 2 * Wax.longest());
    assert_eq!((pdf[range[1]], pdf[range[2] - 1]), (b'<', b'>'));
}

fn number(object: &Object) -> usize {
    usize::try_from(object.as_i64().unwrap()).unwrap()
}

#[test]
fn the_same_batch_gives_the_same_bytes() {
    let mut other = facts();
    other.holder = "Łukasz Ćirić".to_owned();

    let (first, again) = (batch(&[facts(), other.clone()], &Wax), batch(&[facts(), other], &Wax));

    assert_eq!(first, again);
    assert_ne!(first[0], first[1]);
    for pdf in first {
        let pdf = pdf.unwrap();
        assert!(pdf.len() < 45_000, "{} bytes", pdf.len());
    }
}

#[test]
fn a_paper_that_cannot_be_drawn_stops_no_other() {
    let mut foreign = facts();
    foreign.holder = "李明".to_owned();

    let drawn = batch(&[facts(), foreign, facts()], &Wax);

    assert!(drawn[0].is_ok() && drawn[2].is_ok());
    assert!(matches!(&drawn[1], Err(Refusal::Undrawable(chars)) if chars.len() == 2));
    assert_eq!(batch(&[facts()], &Broken), [Err(Refusal::Document("no key".to_owned()))]);
}

#[test]
fn no_altered_paper_is_taken_for_the_sealed_one() {
    let pdf = sealed(&facts());
    let genuine = inspect(&pdf).unwrap();
    let mut dice = Dice(20_121_213);

    let passed = (0..10_000).filter(|_| {
        let mut altered = pdf.clone();
        let at = dice.below(pdf.len());
        match dice.below(5) {
            0 => altered[at] ^= 1 << dice.below(8),
            1 => altered[at] = altered[at].wrapping_add(dice.byte().max(1)),
            2 => drop(altered.drain(at..(at + 1 + dice.below(40)).min(pdf.len()))),
            3 => altered.insert(at, dice.byte()),
            _ => altered.extend((0..=dice.below(30)).map(|_| dice.byte())),
        }
        inspect(&altered).is_ok_and(|read| read.digest == genuine.digest && read.seal == genuine.seal)
    });

    assert_eq!(passed.count(), 0);
}

#[test]
fn what_is_added_after_the_seal_is_seen() {
    let pdf = sealed(&facts());
    let end = pdf.len() - b"\n%%EOF\n".len();
    let start: usize = String::from_utf8_lossy(&pdf[..end]).rsplit('\n').next().unwrap().parse().unwrap();
    let mut continued = pdf.clone();
    continued.extend(
        format!(
            "9 0 obj\n<<>>\nendobj\nxref\n9 1\n0000000000 00000 n \ntrailer\n<</Prev {start}>>\nstartxref\n1\n%%EOF\n"
        )
        .into_bytes(),
    );
    let gap = pdf.windows(13).position(|bytes| bytes == b"]/Contents<30").unwrap() + 11;
    let mut padded = pdf.clone();
    padded[gap + 2 * 38] = b'1';
    let mut shouted = pdf.clone();
    shouted[gap..gap + 72].make_ascii_uppercase();

    let refused = [&continued, &padded, &shouted, &[pdf.as_slice(), b"\n"].concat(), &[&pdf[..], &pdf].concat()]
        .map(|altered| inspect(altered));

    // Two papers one after the other are one whose places are wrong.
    assert_eq!(
        refused,
        [
            Err(Mistrust::Altered),
            Err(Mistrust::Altered),
            Err(Mistrust::Altered),
            Err(Mistrust::Altered),
            Err(Mistrust::Altered)
        ]
    );
    let preview = Layouts::load().unwrap().draw_preview(FORMAL_LANDSCAPE, &facts()).unwrap();
    assert_eq!([inspect(&preview), inspect(b""), inspect(b"%PDF-1.7\n")], [const { Err(Mistrust::Foreign) }; 3]);
}

#[test]
fn rubbish_is_answered() {
    let pdf = sealed(&facts());
    let mut dice = Dice(7);

    let taken = (0..2_000).filter(|_| {
        let keep = dice.below(pdf.len());
        let mut rubbish = pdf[..keep].to_vec();
        rubbish.extend((0..dice.below(600)).map(|_| dice.byte()));
        rubbish.extend_from_slice(&pdf[pdf.len() - dice.below(1_500)..]);
        inspect(&rubbish).is_ok()
    });

    assert_eq!(taken.count(), 0);
}

/// The elements of the tree in reading order: kind, language, words for pictures.
fn read_aloud(file: &Document, element: &Dictionary, found: &mut Vec<(String, String, bool)>) {
    let name = |key: &[u8]| element.get(key).and_then(Object::as_name).unwrap_or_default();
    let lang = element.get(b"Lang").and_then(Object::as_str).unwrap_or_default();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    found.push((text(name(b"S")), text(lang), element.has(b"Alt")));
    let kids = element.get(b"K").unwrap();
    let kids = kids.as_array().cloned().unwrap_or_else(|_| vec![kids.clone()]);
    for kid in kids.iter().filter_map(|kid| kid.as_reference().ok()) {
        read_aloud(file, file.get_dictionary(kid).unwrap(), found);
    }
}

#[test]
fn a_screen_reader_meets_title_paragraphs_pictures_link_and_languages() {
    let pdf = sealed(&facts());
    let file = Document::load_mem(&pdf).unwrap();
    let catalog = file.catalog().unwrap();
    let reference = |entry: &[u8]| catalog.get(entry).unwrap().as_reference().unwrap();

    let root = file.get_dictionary(reference(b"StructTreeRoot")).unwrap();
    let document: ObjectId = root.get(b"K").unwrap().as_reference().unwrap();
    let mut met = Vec::new();
    read_aloud(&file, file.get_dictionary(document).unwrap(), &mut met);

    let count = |kind: &str| met.iter().filter(|(met, ..)| met == kind).count();
    assert_eq!(met[0].0, "Document");
    assert_eq!((count("H1"), count("Figure"), count("Link"), count("Form")), (1, 2, 1, 1));
    assert!(met.iter().all(|(kind, _, has_words)| (kind == "Figure" || kind == "Form") == *has_words));
    assert!(count("P") > 20 && met.iter().any(|(kind, lang, _)| kind == "P" && lang == "en-GB"), "{met:?}");
    assert!(count("Span") >= 6 && met.iter().all(|(kind, lang, _)| kind != "Span" || lang == "en-GB"));
    // Every marked sequence has its element.
    let parents = file.get_dictionary(root.get(b"ParentTree").unwrap().as_reference().unwrap()).unwrap();
    let of_page = parents.get(b"Nums").unwrap().as_array().unwrap()[1].as_array().unwrap();
    let page = file.page_iter().next().unwrap();
    let content = String::from_utf8_lossy(&file.get_page_content(page)).into_owned();
    assert_eq!(content.matches("/MCID ").count(), of_page.len());
    assert_eq!(content.matches("BDC\n").count() + content.matches("BMC\n").count(), content.matches("EMC\n").count());
    assert!(of_page.iter().all(|parent| file.get_dictionary(parent.as_reference().unwrap()).is_ok()));
    let marked = catalog.get(b"MarkInfo").unwrap().as_dict().unwrap().get(b"Marked").unwrap();
    assert!(marked.as_bool().unwrap());
}

#[test]
fn the_credential_is_attached_and_nothing_acts_by_itself() {
    let file = Document::load_mem(&sealed(&facts())).unwrap();

    let catalog = file.catalog().unwrap();
    let attached = catalog.get(b"AF").unwrap().as_array().unwrap()[0].as_reference().unwrap();
    let attached = file.get_dictionary(attached).unwrap();
    assert_eq!(attached.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Data");
    let stream = attached.get(b"EF").unwrap().as_dict().unwrap().get(b"UF").unwrap().as_reference().unwrap();
    let stream = file.get_object(stream).unwrap().as_stream().unwrap();
    assert_eq!(stream.decompressed_content().unwrap(), CREDENTIAL.as_bytes());
    for object in file.objects.values() {
        let entries = object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict));
        let Ok(entries) = entries else { continue };
        for active in [b"JS".as_slice(), b"JavaScript", b"OpenAction", b"AA", b"Launch", b"XFA", b"SubmitForm"] {
            assert!(!entries.has(active));
            assert!(entries.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == active).eq(&false));
        }
    }
}

#[test]
fn every_font_is_a_named_part_of_itself_with_its_letters() {
    let file = Document::load_mem(&sealed(&facts())).unwrap();
    let of_type = |kind: &'static [u8]| {
        let dictionaries = file.objects.values().filter_map(|object| object.as_dict().ok());
        dictionaries.filter(move |entries| entries.get_type().is_ok_and(|found| found == kind))
    };

    let fonts: Vec<_> = of_type(b"Font").filter(|font| font.has(b"ToUnicode")).collect();

    assert_eq!(fonts.len(), 3);
    for font in fonts {
        let name = font.get(b"BaseFont").unwrap().as_name().unwrap();
        assert!(name[6] == b'+' && name[..6].iter().all(u8::is_ascii_uppercase), "{}", String::from_utf8_lossy(name));
        let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_dict().unwrap();
        assert_eq!(descendant.get(b"CIDToGIDMap").unwrap().as_name().unwrap(), b"Identity");
    }
    assert!(of_type(b"FontDescriptor").all(|descriptor| descriptor.has(b"FontFile2")));
}

#[test]
fn the_qr_code_with_its_payload_reads_at_150_dpi() {
    let facts = facts();

    let scanned = scanned(&sealed(&facts));

    assert_eq!(scanned, [qr(&facts)]);
}

#[test]
fn the_file_says_the_very_moment_it_was_issued() {
    let pdf = sealed(&facts());

    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("/M(D:20121213090107Z)"), "the seal");
    assert!(text.contains("/CreationDate(D:20121213090107Z)/ModDate(D:20121213090107Z)"));
    assert!(text.contains("<xmp:CreateDate>2012-12-13T09:01:07Z</xmp:CreateDate>"));
}
