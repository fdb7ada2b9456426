//! Which files are accepted: by the ending of their name, which their content has to bear out.

/// The bytes a ZIP archive begins with; office files are such archives.
const ZIP: &[u8] = b"PK\x03\x04";
/// The bytes a compound file begins with: office files of before 2007.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

macro_rules! kinds {
    ($($variant:ident = $mime:literal, [$($ending:literal),+], $shown:literal;)*) => {
        /// A type of file that is accepted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum FileKind {
            $(#[doc = $mime] $variant,)*
        }

        impl FileKind {
            /// Every type.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its media type.
            pub const fn media_type(self) -> &'static str {
                match self { $(Self::$variant => $mime),* }
            }

            /// The endings of its names, the usual one first.
            pub const fn endings(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($ending),+]),* }
            }

            /// Whether a browser shows it by itself.
            pub const fn is_shown(self) -> bool {
                match self { $(Self::$variant => $shown),* }
            }
        }
    };
}

kinds! {
    Pdf = "application/pdf", ["pdf"], true;
    Jpeg = "image/jpeg", ["jpg", "jpeg"], true;
    Png = "image/png", ["png"], true;
    Webp = "image/webp", ["webp"], true;
    Bmp = "image/bmp", ["bmp"], true;
    Heic = "image/heic", ["heic", "heif"], false;
    Text = "text/plain", ["txt"], true;
    Mp3 = "audio/mpeg", ["mp3"], true;
    M4a = "audio/m4a", ["m4a"], true;
    Wav = "audio/x-wav", ["wav"], true;
    Mp4 = "video/mp4", ["mp4"], true;
    Ofd = "application/ofd", ["ofd"], false;
    Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx"], false;
    Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx"], false;
    Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation", ["pptx"], false;
    Doc = "application/msword", ["doc", "wps"], false;
    Xls = "application/vnd.ms-excel", ["xls", "et"], false;
    Ppt = "application/vnd.ms-powerpoint", ["ppt", "dps"], false;
    Zip = "application/zip", ["zip"], false;
}

impl FileKind {
    /// The type a name's ending stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        let found = Self::ALL.iter().find(|kind| kind.endings().contains(&ending.as_str()));
        found.copied().filter(|_| !stem.is_empty())
    }

    /// The type of a media type of ours.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.media_type() == media_type)
    }

    /// Every ending that is accepted.
    pub fn all_endings() -> Vec<&'static str> {
        Self::ALL.iter().flat_map(|kind| kind.endings()).copied().collect()
    }

    /// The ending of a name of ours.
    pub const fn ending(self) -> &'static str {
        match self.endings() {
            [first, ..] => first,
            [] => "bin",
        }
    }

    /// Whether it is a picture that can be made small.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Bmp)
    }

    /// The member a ZIP archive of this type has; an empty name where any will do, none where it is
    /// no archive.
    pub const fn member(self) -> Option<&'static str> {
        match self {
            Self::Ofd => Some("OFD.xml"),
            Self::Docx => Some("word/document.xml"),
            Self::Xlsx => Some("xl/workbook.xml"),
            Self::Pptx => Some("ppt/presentation.xml"),
            Self::Zip => Some(""),
            Self::Pdf
            | Self::Jpeg
            | Self::Png
            | Self::Webp
            | Self::Bmp
            | Self::Heic
            | Self::Text
            | Self::Mp3
            | Self::M4a
            | Self::Wav
            | Self::Mp4
            | Self::Doc
            | Self::Xls
            | Self::Ppt => None,
        }
    }

    /// Whether a content that begins with `head` can be of this type.
    pub fn begins(self, head: &[u8]) -> bool {
        if self.member().is_some() {
            return head.starts_with(ZIP);
        }
        if matches!(self, Self::Doc | Self::Xls | Self::Ppt) {
            return head.starts_with(OLE);
        }
        if self == Self::Heic {
            return is_heic(head);
        }
        let sniffed = infer::get(head).map(|found| found.mime_type());
        if self == Self::Text {
            return sniffed.is_none() && is_text(head);
        }
        sniffed == Some(self.media_type())
    }
}

/// The first box of a photograph as phones take them (ISO/IEC 23008-12): `ftyp`, with one of the brands
/// of still pictures.
fn is_heic(head: &[u8]) -> bool {
    let brand = head.get(8..12).filter(|_| head.get(4..8) == Some(b"ftyp".as_slice()));
    brand.is_some_and(|brand| [&b"heic"[..], b"heix", b"mif1"].contains(&brand))
}

/// No byte that only programs write. Chinese text may be UTF-8 or GBK: both keep to these.
fn is_text(head: &[u8]) -> bool {
    let is_plain = |byte: &u8| (*byte >= 0x20 && *byte != 0x7F) || b"\t\n\r\x0C".contains(byte);
    let start = head.trim_ascii_start();
    head.iter().all(is_plain) && !start.starts_with(b"<") && !start.starts_with(b"#!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ending_decides() {
        assert_eq!(FileKind::of_name("申请书.PDF"), Some(FileKind::Pdf));
        assert_eq!(FileKind::of_name("a.pdf.exe"), None);
        assert_eq!(FileKind::of_name("a.b.jpeg"), Some(FileKind::Jpeg));
        for name in ["pdf", ".pdf", "a.", "a.svg", "a.html", "a.js"] {
            assert_eq!(FileKind::of_name(name), None, "{name}");
        }
    }

    #[test]
    fn content_has_to_bear_the_ending_out() {
        let png = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
        assert!(FileKind::Png.begins(&png));
        assert!(!FileKind::Pdf.begins(&png) && !FileKind::Text.begins(&png));
        assert!(FileKind::Pdf.begins(b"%PDF-1.7\n"));
        assert!(FileKind::Docx.begins(b"PK\x03\x04") && !FileKind::Doc.begins(b"PK\x03\x04"));
        let photo = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic";
        assert!(FileKind::Heic.begins(photo) && !FileKind::Mp4.begins(photo));
        assert!(
            !FileKind::Heic.begins(b"\x00\x00\x00\x18ftypmp42") && !FileKind::Heic.begins(&png)
        );
        assert!(FileKind::Text.begins("双方自愿".as_bytes()));
        assert!(!FileKind::Text.begins(b"<html>") && !FileKind::Text.begins(b"\x00\x01"));
    }

    #[test]
    fn media_types_are_told_apart() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::of_media_type(kind.media_type()), Some(*kind));
            assert_eq!(FileKind::of_name(&format!("x.{}", kind.ending())), Some(*kind));
        }
    }
}
