//! The few functions of PostgreSQL that programs call when they look round.

use std::sync::Arc;

use datafusion::arrow::array::{Array as _, AsArray as _, StringArray};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use datafusion::prelude::SessionContext;

use super::SCHEMA;
use super::catalogue::type_words;

/// What a function gives, whatever it is asked.
const ALWAYS: &[(&str, usize, Always)] = &[
    ("version", 0, Always::Words("PostgreSQL 13.0 (Sightline)")),
    ("current_database", 0, Always::Words(SCHEMA)),
    ("current_catalog", 0, Always::Words(SCHEMA)),
    ("current_schema", 0, Always::Words(SCHEMA)),
    ("current_user", 0, Always::Words(SCHEMA)),
    ("session_user", 0, Always::Words(SCHEMA)),
    ("user", 0, Always::Words(SCHEMA)),
    ("pg_get_userbyid", 1, Always::Words(SCHEMA)),
    ("pg_encoding_to_char", 1, Always::Words("UTF8")),
    ("pg_is_in_recovery", 0, Always::Yes),
    ("pg_table_is_visible", 1, Always::Yes),
    ("pg_type_is_visible", 1, Always::Yes),
    ("has_schema_privilege", 2, Always::Yes),
    ("has_table_privilege", 2, Always::Yes),
    ("has_database_privilege", 2, Always::Yes),
    ("obj_description", 2, Always::Nothing),
    ("col_description", 2, Always::Nothing),
    ("shobj_description", 2, Always::Nothing),
    ("pg_get_expr", 2, Always::Nothing),
    ("pg_backend_pid", 0, Always::Zero),
    ("txid_current", 0, Always::Zero),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Always {
    Words(&'static str),
    Yes,
    Zero,
    Nothing,
}

impl Always {
    fn value(self) -> ScalarValue {
        match self {
            Self::Words(words) => ScalarValue::Utf8(Some(words.to_owned())),
            Self::Yes => ScalarValue::Boolean(Some(true)),
            Self::Zero => ScalarValue::Int64(Some(0)),
            Self::Nothing => ScalarValue::Utf8(None),
        }
    }
}

/// Puts them into a session.
pub(super) fn register(session: &SessionContext) {
    for (name, takes, gives) in ALWAYS {
        session.register_udf(ScalarUDF::from(Small::new(name, *takes, Gives::Always(*gives))));
    }
    session.register_udf(ScalarUDF::from(Small::new("format_type", 2, Gives::TypeWords)));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Gives {
    Always(Always),
    TypeWords,
}

/// A function that looks at its first argument at most.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Small {
    name: &'static str,
    gives: Gives,
    signature: Signature,
}

impl Small {
    fn new(name: &'static str, takes: usize, gives: Gives) -> Self {
        let signature = match takes {
            0 => Signature::nullary(Volatility::Stable),
            _ => Signature::variadic_any(Volatility::Stable),
        };
        Self { name, gives, signature }
    }
}

impl ScalarUDFImpl for Small {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> datafusion::common::Result<DataType> {
        Ok(match self.gives {
            Gives::Always(always) => always.value().data_type(),
            Gives::TypeWords => DataType::Utf8,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> datafusion::common::Result<ColumnarValue> {
        match self.gives {
            Gives::Always(always) => Ok(ColumnarValue::Scalar(always.value())),
            Gives::TypeWords => {
                let Some(first) = args.args.first() else { return Ok(ColumnarValue::Scalar(ScalarValue::Utf8(None))) };
                let oids = first.cast_to(&DataType::Int64, None)?.to_array(args.number_rows)?;
                let oids = oids.as_primitive::<Int64Type>();
                let words = (0..oids.len()).map(|row| oids.is_valid(row).then(|| type_words(oids.value(row))));
                Ok(ColumnarValue::Array(Arc::new(words.collect::<StringArray>())))
            }
        }
    }
}
