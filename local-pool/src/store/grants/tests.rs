//! How long a refresh token is good, with and without rotation, and how much is remembered of it.

use super::*;
use crate::random::Counter;

const START: Instant = Instant::from_seconds(1_800_000_000);

fn client(extra: &str) -> Client {
    let text = format!("[pool]\nid = \"x_y\"\n[[clients]]\nid = \"web\"\n{extra}");
    crate::Config::parse(&text).unwrap().clients[0].client("x_y", START)
}

fn grant(origin_jti: String) -> Grant {
    Grant {
        origin_jti,
        event_id: "event".into(),
        pool_id: "x_y".into(),
        client_id: "web".into(),
        username: "ada".into(),
        auth_time: START,
        expires: START + Span::days(30),
        scopes: Vec::new(),
        issued_by: IssuedBy::Api,
        device_key: None,
        last_used: START,
        factors: Vec::new(),
        sso: None,
        acr: None,
        amr: Vec::new(),
    }
}

#[test]
fn without_rotation_a_token_is_good_until_it_expires_or_is_revoked() {
    let random = Counter::default();
    let (client, token, spare) = (client(""), RefreshToken::new(&random), RefreshToken::new(&random));
    let mut grants = Grants::default();
    grants.add(grant("o".into()), &token, START);
    for days in [0, 1, 29] {
        assert!(grants.refresh(&token, &client, &spare, START + Span::days(days)).is_ok());
    }
    assert_eq!(grants.refresh(&spare, &client, &token, START).err(), Some(NotRefreshed::Unknown));
    let end = START + Span::days(30);
    assert_eq!(grants.refresh(&token, &client, &spare, end).err(), Some(NotRefreshed::Expired));
    grants.revoke("o");
    assert_eq!(grants.refresh(&token, &client, &spare, START).err(), Some(NotRefreshed::Revoked));
    assert!(grants.by_origin("o").is_none());
}

#[test]
fn a_rotated_token_stays_good_within_the_grace_of_its_first_use() {
    let random = Counter::default();
    let client = client("refresh_token_rotation = true\nretry_grace_seconds = 10\n");
    let tokens: Vec<RefreshToken> = (0..4).map(|_| RefreshToken::new(&random)).collect();
    let mut grants = Grants::default();
    grants.add(grant("o".into()), &tokens[0], START);
    assert!(grants.refresh(&tokens[0], &client, &tokens[1], START).is_ok());
    for seconds in [0, 5, 9] {
        let successor = RefreshToken::new(&random);
        assert!(grants.refresh(&tokens[0], &client, &successor, START + Span::seconds(seconds)).is_ok());
        assert!(grants.check(&successor, &client, START + Span::seconds(30)).is_ok());
    }
    let late = grants.refresh(&tokens[0], &client, &tokens[2], START + Span::seconds(10));
    assert_eq!(late.err(), Some(NotRefreshed::Reused), "later uses do not lengthen it");
    assert!(grants.refresh(&tokens[1], &client, &tokens[3], START + Span::seconds(9)).is_ok());
    let late = grants.refresh(&tokens[1], &client, &tokens[3], START + Span::seconds(19));
    assert_eq!(late.err(), Some(NotRefreshed::Reused));
}

#[test]
fn many_at_once_within_the_grace_get_good_tokens() {
    let random = Counter::default();
    let client = client("refresh_token_rotation = true\nretry_grace_seconds = 60\n");
    let (token, mut grants) = (RefreshToken::new(&random), Grants::default());
    grants.add(grant("o".into()), &token, START);
    for _ in 0..20 {
        let successor = RefreshToken::new(&random);
        assert!(grants.refresh(&token, &client, &successor, START).is_ok());
        assert!(grants.check(&successor, &client, START).is_ok());
    }
    for _ in 0..100 {
        let _ = grants.refresh(&token, &client, &RefreshToken::new(&random), START);
    }
    assert_eq!(grants.rows.index().by_token.len(), MOST_TOKENS);
}

#[test]
fn the_number_of_grants_and_of_their_tokens_is_bounded() {
    let random = Counter::default();
    let client = client("refresh_token_rotation = true\n");
    let mut grants = Grants::default();
    let mut token = RefreshToken("first".into());
    grants.add(grant("first".into()), &token, START);
    for _ in 0..100 {
        let next = RefreshToken::new(&random);
        assert!(grants.refresh(&token, &client, &next, START).is_ok());
        token = next;
    }
    assert_eq!(grants.rows.index().by_token.len(), MOST_TOKENS);
    for number in 0..MOST {
        grants.add(grant(number.to_string()), &RefreshToken(number.to_string()), START);
    }
    assert_eq!(
        (grants.rows.index().by_age.len(), grants.rows.len(), grants.rows.index().by_token.len()),
        (MOST, MOST, MOST)
    );
    assert!(grants.by_origin("first").is_none(), "the oldest went first");
    for number in 0..SWEEP_EVERY {
        let later = START + Span::days(40);
        let fresh = Grant { expires: later + Span::days(30), ..grant(format!("later {number}")) };
        grants.add(fresh, &RefreshToken(format!("later {number}")), later);
    }
    assert!(grants.rows.index().by_age.len() <= SWEEP_EVERY as usize, "what expired was dropped");
}
