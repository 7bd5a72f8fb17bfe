//! Payloads made, read, altered, cut, and held against the document of the format.

use super::*;
use data_encoding::HEXLOWER;
use qrcode::bits::Bits;
use qrcode::{EcLevel, Version};

/// The first key of RFC 8032's test vectors, which everybody has.
fn key() -> SigningKey {
    let seed = HEXLOWER.decode(b"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").expect("hex");
    SigningKey::of_seed(&seed.try_into().expect("32 bytes")).expect("a key")
}

fn date(text: &str) -> Day {
    text.parse().expect("a day")
}

fn facts() -> QrFacts {
    QrFacts {
        number: "BRF-2026-0042".to_owned(),
        name: Some("Åsa Öberg".to_owned()),
        award: 7,
        first: date("2026-09-01"),
        last: date("2026-11-20"),
        days: 6,
        list: 3,
        index: 94_567,
    }
}

const ADDRESS: &str = "https://intyg.example.org";
const CODE: &str = "7K9XQ2M4TB8ZC1RV3";

#[test]
fn a_payload_reads_back_with_and_without_a_name() {
    for name in [facts().name, None] {
        let facts = QrFacts { name, ..facts() };

        let text = facts.qr_text(ADDRESS, CODE, &key()).expect("fits");

        assert!(text.starts_with("HTTPS://INTYG.EXAMPLE.ORG/V/7K9XQ2M4TB8ZC1RV3#"), "{text}");
        assert_eq!(verify(&text, &[key().public()]).map(|passed| passed.facts), Ok(facts));
    }
}

#[test]
fn the_document_of_the_format_shows_what_is_written() {
    let document = include_str!("../../../docs/qr.md");
    let facts = facts();

    let shown = [
        HEXLOWER.encode(&facts.cbor().expect("cbor")),
        HEXLOWER.encode(&to_be_signed(&protected(key().id()), &facts.cbor().expect("cbor"))),
        HEXLOWER.encode(&facts.signed(&key()).expect("signed")),
        facts.qr_text(ADDRESS, CODE, &key()).expect("fits"),
    ];

    let squeezed: String = document.split_whitespace().collect();
    for text in shown {
        assert!(squeezed.contains(&text), "not in docs/qr.md: {text}");
    }
}

/// A small generator of numbers that look random and are the same in every run (xorshift).
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    }
}

#[test]
fn none_of_ten_thousand_altered_payloads_passes() {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let payload = facts().payload(&key()).expect("a payload").into_bytes();
    let signed = BASE32_NOPAD.decode(&payload).expect("base 32");
    let known = [key().public()];
    let mut pick = numbers(0x5eed);

    let turned = (0..).map(|turn: u64| {
        let mut letters = payload.clone();
        let mut bytes = signed.clone();
        let (place, other) = (pick(letters.len()), pick(letters.len()));
        match turn % 8 {
            0 => {
                letters[place] =
                    LETTERS[(pick(31) + 1 + LETTERS.iter().position(|l| *l == letters[place]).unwrap_or(0)) % 32];
            }
            1 => {
                letters.remove(place);
            }
            2 => letters.insert(place, LETTERS[pick(32)]),
            3 => letters.swap(place, other),
            4 => {
                letters[place] = letters[place].to_ascii_lowercase() ^ u8::from(letters[place].is_ascii_digit());
            }
            5 => letters.truncate(place),
            6 => {
                let at = pick(bytes.len());
                bytes[at] ^= 1 << pick(8);
                letters = BASE32_NOPAD.encode(&bytes).into_bytes();
            }
            _ => {
                let at = pick(bytes.len());
                bytes.insert(at, u8::try_from(pick(256)).expect("a byte"));
                letters = BASE32_NOPAD.encode(&bytes).into_bytes();
            }
        }
        letters
    });
    // Two equal letters exchanged, or one put beside its like, alter nothing.
    let altered = turned.filter(|letters| *letters != payload).take(10_000);
    let refused = altered.filter(|letters| verify(&String::from_utf8_lossy(letters), &known).is_err());

    assert_eq!(refused.count(), 10_000);
    assert!(verify(&String::from_utf8_lossy(&payload), &known).is_ok(), "the control must pass");
}

#[test]
fn another_form_of_the_same_is_refused_even_if_signed() {
    let key = key();
    let (protected, facts) = (protected(key.id()), facts().cbor().expect("cbor"));
    // The award key 7 in two bytes instead of one.
    let at = facts.windows(2).position(|pair| pair == [0x07, 0x19]).expect("the award");
    let long = [&facts[..at], &[0x18, 0x07], &facts[at + 1..]].concat();
    let signed = |facts: &[u8]| cose(&protected, facts, &key.sign(&to_be_signed(&protected, facts)));

    let told = |bytes: Vec<u8>| verify(&BASE32_NOPAD.encode(&bytes), &[key.public()]).map(|passed| passed.key);
    assert_eq!(told(signed(&facts)), Ok(key.id()));
    assert_eq!(told(signed(&long)), Err(Refusal::Form));
    assert_eq!(told([signed(&facts), vec![0]].concat()), Err(Refusal::Form));
    assert_eq!(told([vec![0xD2], signed(&facts)].concat()), Err(Refusal::Form));
    assert_eq!(verify(&BASE32_NOPAD.encode(&signed(&facts)), &[]), Err(Refusal::UnknownKey(key.id())));
}

#[test]
fn the_code_stays_coarse_whatever_the_name() {
    let names = [
        "Bo Ek",
        "Đặng Thị Ngọc Ánh Nguyễn Phương Thảo Trần Lê Hoàng",
        &"Ö".repeat(200),
        &"李明".repeat(60),
        &"👩🏽‍🏫".repeat(30),
    ];
    let hosts = [(24, 10), (25, 12), (3, 10), (60, 12)];
    for name in names {
        for (length, most) in hosts {
            let address = format!("https://{}", "h".repeat(length));
            let number = "BRF-S-2026-10042".to_owned();
            let facts =
                QrFacts { name: Some(name.to_owned()), number, award: 70_000, list: 4_000, days: 30, ..facts() };

            let text = facts.qr_text(&address, CODE, &key()).expect("fits");

            let (front, behind) = text.split_once('#').expect("a payload");
            let mut bits = Bits::new(Version::Normal(most));
            let pushed = bits
                .push_alphanumeric_data(front.as_bytes())
                .and_then(|()| bits.push_byte_data(b"#"))
                .and_then(|()| bits.push_alphanumeric_data(behind.as_bytes()))
                .and_then(|()| bits.push_terminator(EcLevel::M));
            assert!(pushed.is_ok(), "{name} on {length}: {pushed:?}");
            let read = verify(&text, &[key().public()]).expect("holds").facts.name.expect("a name");
            assert!(read == name || name.starts_with(read.trim_end_matches('…').trim_end()), "{read}");
        }
    }
}

#[test]
fn what_is_out_of_range_is_not_signed() {
    let early = QrFacts { first: date("1969-12-31"), ..facts() };
    let beyond = QrFacts { index: 131_072, ..facts() };

    assert_eq!(early.payload(&key()), Err(Refusal::OutOfRange));
    assert_eq!(beyond.payload(&key()), Err(Refusal::OutOfRange));
}
