//! 两步验证: time-based one-time passwords (RFC 6238, six digits of SHA-1 in steps of 30 s, one step
//! early or late), and recovery codes for who has lost the phone.

use super::state::AppState;
use super::store::{self, Conn, FactorRow, Tx};
use super::vault::{Purpose, Vault};
use crate::domain::{Fault, Instant, Qr};
use crate::pages::escape;
use qrcode::{Color, QrCode};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

/// 160 bits, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
pub const RECOVERY_CODES: usize = 10;
/// 120 bits: kept as plain hashes, they can't be guessed from these either. (OWASP ASVS 5.0 V6.5.2 wants 112.)
const RECOVERY_BYTES: usize = 15;

/// A new secret as base32, which is how phones take it.
pub fn new_secret() -> String {
    Secret::from(random::<SECRET_BYTES>()).to_base32()
}

/// How a code was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Phone,
    RecoveryCode,
}

/// Takes a code of the person, which is then used up; none where it is wrong or was used before.
pub async fn take_code(
    tx: &mut Tx,
    vault: &Vault,
    person: i64,
    code: &str,
    at: Instant,
) -> Result<Option<Proof>, Fault> {
    let factor = factor_of(tx, person).await?;
    if factor.totp_since.is_none() {
        return Ok(None);
    }
    if take_step_of(tx, vault, &factor, person, code, at).await? {
        return Ok(Some(Proof::Phone));
    }
    let taken = store::take_recovery_code(tx, person, &hash(code), at).await?;
    Ok(taken.then_some(Proof::RecoveryCode))
}

/// Takes a code of the phone, also one whose secret is still to be confirmed.
pub async fn take_step_of(
    tx: &mut Tx,
    vault: &Vault,
    factor: &FactorRow,
    person: i64,
    code: &str,
    at: Instant,
) -> Result<bool, Fault> {
    let Some(secret) = open(vault, factor) else {
        return Ok(false);
    };
    let seconds = u64::try_from(at.as_micros() / 1_000_000).unwrap_or(0);
    let step = totp(&secret)?.check(code, seconds);
    match step.and_then(|step| i64::try_from(step).ok()) {
        Some(step) => Ok(store::take_step(tx, person, step).await?),
        None => Ok(false),
    }
}

pub async fn factor_of(conn: &mut Conn, person: i64) -> Result<FactorRow, Fault> {
    store::find_factor(conn, person)
        .await?
        .ok_or(Fault::NotFound)
}

/// The secret as base32.
pub fn open(vault: &Vault, factor: &FactorRow) -> Option<String> {
    vault.open(Purpose::Totp, factor.totp_sealed.as_deref()?)
}

fn totp(secret: &str) -> Result<Totp, Fault> {
    let secret = Secret::try_from_base32(secret).ok();
    let built = secret.and_then(|secret| Builder::new().with_secret(secret).build().ok());
    built.ok_or_else(|| {
        tracing::error!("the secret of a second factor can't be read");
        Fault::Internal
    })
}

/// New recovery codes: as they are shown, once, and as they are kept.
pub fn recovery_codes() -> (Vec<String>, Vec<String>) {
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| Secret::from(random::<RECOVERY_BYTES>()).to_base32())
        .collect();
    let hashes = codes.iter().map(|code| hash(code)).collect();
    (codes.iter().map(|code| in_groups(code)).collect(), hashes)
}

/// In groups of four, as people copy it.
pub fn in_groups(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let groups = characters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// What a phone reads with its camera: the address that adds the account to its app.
pub fn qr(state: &AppState, secret: &str, account: &str) -> Result<Qr, Fault> {
    let issuer = escape(&state.settings.brand).replace('/', "%2F");
    let account = escape(account).replace('/', "%2F");
    let address = format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}");
    let code = QrCode::new(address.as_bytes()).map_err(|error| {
        tracing::error!(%error, "a QR code could not be made");
        Fault::Internal
    })?;
    Ok(drawn(&code))
}

/// The standard wants four modules of quiet around it.
const QUIET: usize = 4;

fn drawn(code: &QrCode) -> Qr {
    let width = code.width();
    let colors = code.to_colors();
    let dark = colors
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark);
    let squares =
        dark.map(|(i, _)| format!("M{} {}h1v1h-1z", i % width + QUIET, i / width + QUIET));
    Qr {
        size: width + 2 * QUIET,
        path: squares.collect(),
    }
}

fn hash(code: &str) -> String {
    hex::encode(Sha256::digest(code.as_bytes()))
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B, its last six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            let totp = totp(&secret).expect("a secret");
            assert_eq!(totp.check(code, seconds), Some(seconds / 30));
            assert_eq!(
                totp.check(code, seconds + 30),
                Some(seconds / 30),
                "one step late"
            );
            assert_eq!(totp.check(code, seconds + 90), None);
        }
    }

    #[test]
    fn recovery_codes_are_read_as_they_are_shown() {
        let (shown, kept) = recovery_codes();
        assert_eq!((shown.len(), kept.len()), (RECOVERY_CODES, RECOVERY_CODES));
        for (shown, kept) in shown.iter().zip(&kept) {
            assert_eq!(shown.len(), "ABCD EFGH IJKL MNOP QRST UVWX".len());
            let read = crate::domain::read_code(&shown.to_lowercase());
            assert_eq!(&hash(&read.expect("a code")), kept);
        }
    }

    #[test]
    fn a_qr_code_stays_within_its_quiet_zone() {
        let qr = drawn(&QrCode::new(b"otpauth://totp/x").expect("it fits"));
        assert!(qr.path.starts_with("M4 4h1v1h-1z"), "{}", qr.path);
        assert_eq!(qr.size % 4, 1, "modules of a side and eight of quiet");
    }
}
