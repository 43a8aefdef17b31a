//! Listings in pages. A token says where the next page begins and which listing it belongs to; to whoever holds it, it is
//! opaque. A token that was changed, or that another listing gave, is an InvalidParameterException.
//! It is no secret: whoever may list may begin anywhere.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::ServiceError;

/// One listing: the operation, the pool, and whatever else decides what is in it.
pub struct Listing<'a>(pub &'a [&'a str]);

/// How much of it a request asks for.
pub struct Wanted<'a> {
    pub token: Option<&'a str>,
    pub limit: Option<i64>,
    /// For requests that set no limit, and the most that a page ever has.
    pub most: usize,
}

pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

impl Listing<'_> {
    /// The page of rows that a request asks for, out of all rows in the order of their keys.
    pub fn page<'k, T>(
        &self,
        wanted: &Wanted<'_>,
        rows: impl Iterator<Item = (&'k str, T)>,
    ) -> Result<Page<T>, ServiceError> {
        let after = wanted.token.map(|token| self.read(token)).transpose()?;
        let limit = wanted.limit.and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit > 0);
        let limit = limit.map_or(wanted.most, |limit| limit.min(wanted.most));
        let mut rows = rows.skip_while(|(key, _)| after.as_deref().is_some_and(|after| *key <= after));
        let mut last = None;
        let items: Vec<T> = rows.by_ref().take(limit).map(|(key, item)| (last = Some(key), item).1).collect();
        let more = rows.next().is_some();
        Ok(Page { items, next: last.filter(|_| more).map(|key| self.token(key)) })
    }

    fn token(&self, last: &str) -> String {
        let mut token = self.mark(last).to_vec();
        token.extend(last.as_bytes());
        URL_SAFE_NO_PAD.encode(token)
    }

    fn read(&self, token: &str) -> Result<String, ServiceError> {
        let invalid = || ServiceError::invalid_parameter("The pagination token is not one of this listing");
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| invalid())?;
        let (mark, last) = bytes.split_first_chunk().ok_or_else(invalid)?;
        let last = std::str::from_utf8(last).map_err(|_| invalid())?;
        if self.mark(last) == *mark { Ok(last.to_owned()) } else { Err(invalid()) }
    }

    fn mark(&self, last: &str) -> [u8; 16] {
        let mut hash = Sha256::new();
        for part in self.0.iter().chain([&last]) {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        let mut mark = [0; 16];
        mark.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
        mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 5] = ["a", "b", "c", "d", "e"];

    fn page(
        listing: &Listing<'_>,
        token: Option<&str>,
        limit: Option<i64>,
    ) -> Result<Page<&'static str>, ServiceError> {
        listing.page(&Wanted { token, limit, most: 3 }, KEYS.into_iter().map(|key| (key, key)))
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let listing = Listing(&["ListThings", "pool"]);
        let first = page(&listing, None, Some(2)).unwrap();
        assert_eq!(first.items, ["a", "b"]);
        let second = page(&listing, first.next.as_deref(), Some(2)).unwrap();
        assert_eq!(second.items, ["c", "d"]);
        let last = page(&listing, second.next.as_deref(), Some(2)).unwrap();
        assert_eq!((last.items.as_slice(), last.next), (["e"].as_slice(), None));
        assert_eq!(page(&listing, None, None).unwrap().items.len(), 3);
        assert_eq!(page(&listing, None, Some(0)).unwrap().items.len(), 3);
        assert_eq!(page(&listing, None, Some(60)).unwrap().items.len(), 3);
    }

    #[test]
    fn a_token_is_good_for_its_own_listing_alone() {
        let listing = Listing(&["ListThings", "pool"]);
        let token = page(&listing, None, Some(2)).unwrap().next.unwrap();
        for parts in [["ListThings", "poo"], ["ListThing", "spool"], ["ListOthers", "pool"]] {
            assert!(page(&Listing(&parts), Some(&token), None).is_err(), "{parts:?}");
        }
        for wrong in ["", "x", "%%%", &token[1..], &format!("{token}A"), &"A".repeat(99)] {
            assert!(page(&listing, Some(wrong), None).is_err(), "{wrong}");
        }
    }
}
