//! What every value that is a checked text has in common.

/// For a `struct $name(String)` with `parse(&str) -> Result<$name, $error>`: reading it back, and
/// building it from an owned text, which is what `#[serde(try_from = "String", into = "String")]`
/// goes through.
macro_rules! text_value {
    ($name:ident, $error:ty) => {
        impl $name {
            /// The whole value, as it is stored and compared.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

/// `Display` as the whole value. A person's data goes without it: there, showing the whole is asked
/// for with `as_str`.
macro_rules! shown_whole {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// `Debug` as the masked value, so that a person's data never reaches a log by way of `{:?}`.
macro_rules! debug_masked {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name))
                    .field(&self.masked())
                    .finish()
            }
        }
    };
}

/// `Debug` without any of it: a form holds personal data and passwords.
macro_rules! debug_hidden {
    ($($form:ident),+ $(,)?) => {
        $(impl std::fmt::Debug for $form {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($form)).finish_non_exhaustive()
            }
        })+
    };
}

pub(super) use {debug_hidden, debug_masked, shown_whole, text_value};
