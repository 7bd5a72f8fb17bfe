//! What stands for a person in what a researcher reads.

use crate::access::TokenKey;
use crate::kernel::{AccountId, PersonId};

/// Crockford's base32: without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// `P-7K3F9QXM`: 40 bits of HMAC-SHA256(the installation's key, account and person).
///
/// The same person is the same to one researcher in every file, and another to every other researcher: two of them cannot
/// lay their files side by side. Without the key nobody finds the person; whoever holds it can, so it is pseudonymous, not
/// anonymous.
pub(super) fn of(keys: &TokenKey, reader: AccountId, person: PersonId) -> String {
    let digest = keys.digest(&format!("research {reader} {person}"));
    let bits = u64::from_str_radix(digest.get(..10).unwrap_or_default(), 16).unwrap_or_default();
    let letter = |place: u32| usize::try_from(bits >> (35 - 5 * place) & 31).ok().and_then(|at| LETTERS.get(at));
    let letters: String = (0..8).filter_map(letter).map(|byte| char::from(*byte)).collect();
    format!("P-{letters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_one_to_a_reader_and_another_to_the_next() {
        let keys = TokenKey::new([7; 32]);
        let one = of(&keys, AccountId(1), PersonId(5));

        assert_eq!(one, of(&keys, AccountId(1), PersonId(5)));
        assert_ne!(one, of(&keys, AccountId(2), PersonId(5)));
        assert_ne!(one, of(&keys, AccountId(1), PersonId(6)));
        assert_ne!(one, of(&TokenKey::new([8; 32]), AccountId(1), PersonId(5)));
        assert_eq!(one.len(), 10);
    }
}
