//! The part of a file a request asks for (RFC 9110, section 14): one range of bytes, or the whole.

use std::ops::Range;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Everything: no range, several, or none that can be read.
    Whole,
    /// These bytes.
    Bytes(Range<u64>),
    /// Bytes beyond the end.
    Beyond,
}

impl Part {
    /// Reads the header `Range` of a request for a file of `size` bytes.
    pub fn of(header: Option<&str>, size: u64) -> Self {
        let asked = header.and_then(|text| text.trim().strip_prefix("bytes="));
        let Some((first, last)) = asked.and_then(|asked| asked.split_once('-')) else {
            return Self::Whole;
        };
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let (first, last) = (first.trim(), last.trim());
        let range = match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
            (Some(first), None) if last.is_empty() => first..size,
            (None, Some(0)) if first.is_empty() => return Self::Beyond,
            (None, Some(last)) if first.is_empty() => size.saturating_sub(last)..size,
            _ => return Self::Whole,
        };
        if range.start >= size { Self::Beyond } else { Self::Bytes(range) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_a_part_and_what_cannot_be_read_is_the_whole() {
        let part = |header| Part::of(Some(header), 100);
        assert_eq!(Part::of(None, 100), Part::Whole);
        assert_eq!(part("bytes=0-9"), Part::Bytes(0..10));
        assert_eq!(part("bytes=90-"), Part::Bytes(90..100));
        assert_eq!(part("bytes=-10"), Part::Bytes(90..100));
        assert_eq!(part("bytes=-1000"), Part::Bytes(0..100));
        assert_eq!(part("bytes=50-1000"), Part::Bytes(50..100));
        assert_eq!(part("bytes=100-"), Part::Beyond);
        assert_eq!(part("bytes=-0"), Part::Beyond);
        for whole in ["bytes=9-0", "bytes=0-1,5-6", "bytes=a-b", "items=0-1", "bytes=-"] {
            assert_eq!(part(whole), Part::Whole, "{whole}");
        }
    }
}
