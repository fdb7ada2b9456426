//! Files we make: written aside like what arrives, kept when they are complete, gone when dropped.

use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// A file being made.
#[derive(Debug)]
pub struct Draft(PathBuf);

impl Draft {
    /// Begins a file in `folder` that nobody else writes.
    pub fn begin(folder: &Path, name: Uuid) -> std::io::Result<(Self, fs::File)> {
        fs::create_dir_all(folder)?;
        let path = folder.join(name.to_string());
        let options = fs::OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        Ok((Self(path), options))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::warn!(%error, "a file that was made was not removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_dropped_leaves_no_file() {
        let folder = std::env::temp_dir().join(format!("zongzhi-draft-{}", std::process::id()));
        let (draft, mut file) = Draft::begin(&folder, Uuid::nil()).expect("a file");
        file.write_all(b"x").expect("written");
        assert!(Draft::begin(&folder, Uuid::nil()).is_err(), "nobody else writes it");
        assert!(draft.path().exists());
        drop(draft);
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0);
        fs::remove_dir(&folder).expect("nothing in it");
    }
}
