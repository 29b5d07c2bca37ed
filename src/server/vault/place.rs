//! Where a deployment keeps its keys: in the environment, or in a file.

use super::{Key, Vault};
use crate::server::settings::Settings;
use anyhow::{Context, bail};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The keys themselves, in place of a file. No setting: settings can be printed.
const KEYS: &str = "LISHU_KEYS";

const HEAD: &str = "# The keys of Lishu's personal data, one a line: id:key. The first seals; the others still open.
# Keep a copy in a safe place, apart from the database's: without its key the data is lost.
";

pub enum Place {
    Environment,
    File(PathBuf),
}

impl Place {
    /// Where the keys of this deployment are to be looked for.
    pub fn of(settings: &Settings) -> Self {
        match std::env::var_os(KEYS) {
            Some(keys) if !keys.is_empty() => Self::Environment,
            _ => Self::File(PathBuf::from(&settings.key_file)),
        }
    }

    /// The keys; none where there is no key file.
    pub fn read(&self) -> anyhow::Result<Option<Vault>> {
        let text = match self {
            Self::Environment => std::env::var(KEYS).context("LISHU_KEYS can't be read")?,
            Self::File(path) => match read(path) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                text => text.with_context(|| format!("{self} can't be read"))?,
            },
        };
        let vault = Vault::parse(&text).with_context(|| format!("{self} is wrong"))?;
        Ok(Some(vault))
    }

    /// Makes the key file, with a first key.
    pub fn make(&self) -> anyhow::Result<Vault> {
        let Self::File(path) = self else {
            bail!("no key is there");
        };
        match make(path) {
            // Another process was faster.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => {
                made.with_context(|| format!("{self} can't be made"))?;
                tracing::info!(path = %path.display(), "made a key file; keep a copy of it in a safe place");
            }
        }
        self.read()?.with_context(|| format!("{self} is gone"))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Environment => f.write_str(KEYS),
            Self::File(path) => write!(f, "the key file {}", path.display()),
        }
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        let path = path.display();
        tracing::warn!(%path, "the key file is not its owner's alone: chmod 600");
    }
    std::fs::read_to_string(path)
}

/// For its owner only, and on the disk before anything is sealed with it.
fn make(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = (options.write(true).create_new(true).mode(0o600)).open(path)?;
    file.write_all(format!("{HEAD}{}\n", Key::random()).as_bytes())?;
    file.sync_all()?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lishu.key");
        let place = Place::File(path.clone());
        assert!(place.read().unwrap().is_none());
        let made = place.make().unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = place.make().unwrap();
        assert_eq!(made.current().proof(), again.current().proof());
    }

    #[test]
    fn a_wrong_key_file_is_named_and_nothing_of_it_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lishu.key");
        std::fs::write(&path, "k1:00ff").unwrap();
        let said = format!("{:#}", Place::File(path).read().unwrap_err());
        assert!(
            said.contains("lishu.key is wrong") && !said.contains("00ff"),
            "{said}"
        );
    }
}
