//! Closed lists of words: variant, wire form and database form in one place.

/// An enum whose variants are words. With two more texts a variant, the Chinese and the English
/// official term, it also gets `name`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:tt, $zh:literal, $en:literal;)* }) => {
        $crate::platform::words::words! {
            $(#[$doc])*
            $name { $(#[doc = $zh] $variant = $code;)* }
        }

        impl $name {
            /// The official term.
            pub const fn name(self, lang: $crate::platform::lang::Lang) -> &'static str {
                match (self, lang) {
                    $(
                        (Self::$variant, $crate::platform::lang::Lang::Zh) => $zh,
                        (Self::$variant, $crate::platform::lang::Lang::En) => $en,
                    )*
                }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $code:tt;)* }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::serde::Serialize, ::serde::Deserialize, ::utoipa::ToSchema,
        )]
        pub enum $name {
            $($(#[$item])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// Every word of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Reads the word from the database.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

pub(crate) use words;
