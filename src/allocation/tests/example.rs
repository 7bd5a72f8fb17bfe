//! The worked example of the specification, word for word.

use crate::allocation::verify;

pub const EXAMPLE: &str = r#"{"offer":"BRF-2012-H","seed":"c938c252b61e5c2cc16102038a074c0b029884b09b27588d2655f5249b6e99fc","capacity":7,"guarantee":2,"cap":4,
 "organisations":[{"code":"1260","trained":0,"population":15715},{"code":"1285","trained":0,"population":33793},{"code":"1280","trained":3,"population":344166},{"code":"1275","trained":0,"population":7492}],
 "applications":[{"reference":"A01","organisation":"1260","rank":1},{"reference":"A02","organisation":"1260","rank":2},{"reference":"A03","organisation":"1285","rank":1},{"reference":"A04","organisation":"1285","rank":2},{"reference":"A05","organisation":"1285","rank":3},{"reference":"A06","organisation":"1280","rank":1},{"reference":"A07","organisation":"1280","rank":1},{"reference":"A08","organisation":"1280","rank":2},{"reference":"A09","organisation":"1280","rank":3},{"reference":"A10","organisation":"1280","rank":4},{"reference":"A11","organisation":"1275","rank":1}],
 "admitted":["A01","A03","A11","A06","A02","A04","A07"],"reserve":["A08","A05","A09","A10"]}"#;

#[test]
fn the_worked_example_comes_out_as_written() {
    let verification = verify(EXAMPLE).unwrap();

    assert_eq!(
        verification.recomputed,
        r#"{"admitted":["A01","A03","A11","A06","A02","A04","A07"],"reserve":["A08","A05","A09","A10"]}"#
    );
    assert_eq!(verification.difference, None);
}

#[test]
fn a_list_in_another_order_is_named_where_it_first_differs() {
    let tampered = EXAMPLE.replace(r#""admitted":["A01","A03""#, r#""admitted":["A03","A01""#);

    let verification = verify(&tampered).unwrap();

    assert_eq!(verification.difference.unwrap(), "admitted, no. 1: the file says A03, recomputed A01");
}

#[test]
fn a_list_that_is_too_short_differs_where_it_ends() {
    let tampered = EXAMPLE.replace(r#","A09","A10"]"#, r#","A09"]"#);

    let verification = verify(&tampered).unwrap();

    assert_eq!(verification.difference.unwrap(), "reserve, no. 4: the file says nobody, recomputed A10");
}
