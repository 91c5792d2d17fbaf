//! Views that are open at their end: what kinds add, under names of their own.

/// A struct whose last field, a list of names and values, is written as fields of those names.
macro_rules! open_struct {
    (
        $(#[$about:meta])*
        pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $of:ty,)* }
        and { $(#[$more:meta])* pub $open:ident: $pairs:ty, }
    ) => {
        $(#[$about])*
        pub struct $name {
            $($(#[$doc])* pub $field: $of,)*
            $(#[$more])*
            pub $open: $pairs,
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let count = [$(stringify!($field)),*].len() + self.$open.len();
                let mut fields = serializer.serialize_struct(stringify!($name), count)?;
                $(fields.serialize_field(stringify!($field), &self.$field)?;)*
                for (name, value) in &self.$open {
                    fields.serialize_field(name, value)?;
                }
                fields.end()
            }
        }
    };
}
