//! The code of a device (GB/T 28181, annex D, rule A): 20 digits, of which 8 name the centre, 2 the trade,
//! 3 the type, and 7 the serial, whose first is the network. How the code is cut up was read in two public
//! implementations, the standard itself was not at hand; so only what they agree on is checked.

/// A code in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalCode {
    /// The type: 111 to 130 for recorders and servers, 131 to 199 for what is at the end of a line.
    pub type_code: u16,
}

/// Types of devices in the field, as both implementations count them; platforms, centres and users have
/// codes of their own, and are none.
const DEVICES: std::ops::RangeInclusive<u16> = 111..=199;

impl NationalCode {
    /// Reads a code; none where it is no device's.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digits = text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits {
            return None;
        }
        let type_code = text.get(10..13)?.parse().ok()?;
        // An administrative division (GB/T 2260) begins with a digit other than zero.
        let is_placed = !text.starts_with('0');
        (is_placed && DEVICES.contains(&type_code)).then_some(Self { type_code })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_told_from_a_platform_and_from_nonsense() {
        let camera = NationalCode::parse("99010100001320000001");
        assert_eq!(camera, Some(NationalCode { type_code: 132 }));
        for wrong in [
            "99010100002000000001",
            "9901010000132000000",
            "990101000013200000012",
            "99010100001320000 01",
            "09010100001320000001",
            "９9010100001320000001",
            "",
        ] {
            assert_eq!(NationalCode::parse(wrong), None, "{wrong}");
        }
    }
}
