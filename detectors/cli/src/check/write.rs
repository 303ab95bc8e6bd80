//! A text in place of a file's: at once, or not at all.

use std::io::{self, Write};
use std::path::Path;

/// Puts a text in place of a file that holds another one. Whoever opens the file sees the one or the other as a whole; its
/// permissions stay, and a link to it stays a link.
///
/// # Errors
/// If the file cannot be written, or no longer holds the text that was read.
pub(crate) fn replace(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    if std::fs::read(&path)? != before.as_bytes() {
        return Err(io::Error::other("it has changed since it was read"));
    }
    let permissions = path.metadata()?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let folder = path.parent().ok_or_else(|| io::Error::other("it has no folder"))?;
    let mut file = temporary(folder)?;
    file.write_all(after.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// A new file in a folder. The error is of the folder: of the name that the file would have had nobody has heard.
///
/// # Errors
/// If none can be made.
pub(crate) fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".detectors-").tempfile_in(folder).map_err(|error| {
        let inner = error.get_ref().and_then(|inner| inner.source()).and_then(|inner| inner.downcast_ref::<io::Error>());
        let words = inner.map_or_else(|| error.kind().to_string(), ToString::to_string);
        io::Error::new(error.kind(), format!("no file can be made in its folder: {words}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_keeps_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yml");
        std::fs::write(&path, "before").unwrap();
        assert!(replace(&path, "other", "after").is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
        replace(&path, "before", "after").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
        assert!(replace(&folder.path().join("none.yml"), "", "x").is_err());
    }

    #[test]
    fn a_folder_that_takes_no_file_is_told_without_the_name_of_one() {
        let error = temporary(Path::new("no-such-folder")).unwrap_err();
        let words = error.to_string();
        assert!(words.starts_with("no file can be made in its folder: ") && !words.contains(".detectors-"), "{words}");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.yml"), folder.path().join("b.yml"));
        std::fs::write(&path, "before").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.yml", &link).unwrap();
        replace(&link, "before", "after").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o440)).unwrap();
        assert!(replace(&path, "after", "x").is_err());
    }
}
