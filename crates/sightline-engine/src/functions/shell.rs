//! A function as DataFusion calls it: it checks the call when a query is planned, and runs it on columns.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};

use super::arguments::Arguments;
use super::calendar::Calendar;
use super::function::Function;
use super::misuse::Misuse;

/// One function in a session.
#[derive(Debug)]
pub(super) struct Shell {
    function: &'static Function,
    calendar: Arc<Calendar>,
    signature: Signature,
}

impl Shell {
    /// The function; it takes anything at first, so that what is wrong is said in our words.
    pub(super) fn new(function: &'static Function, calendar: Arc<Calendar>) -> Self {
        Self { function, calendar, signature: Signature::variadic_any(Volatility::Immutable) }
    }
}

impl PartialEq for Shell {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name && Arc::ptr_eq(&self.calendar, &other.calendar)
    }
}

impl Eq for Shell {}

impl Hash for Shell {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

impl ScalarUDFImpl for Shell {
    fn name(&self) -> &str {
        self.function.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(self.function.gives.data_type())
    }

    fn return_field_from_args(&self, given: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        if given.arg_fields.len() != self.function.takes.len() {
            return Err(Misuse::count(self.function, given.arg_fields.len()).into());
        }
        for (field, (name, wanted)) in given.arg_fields.iter().zip(self.function.takes) {
            if !wanted.takes(field.data_type()) {
                return Err(Misuse::kind(self.function, name, *wanted, field.data_type()).into());
            }
        }
        if let Some(refuse) = self.function.refuse {
            refuse(&self.calendar, given.scalar_arguments)?;
        }
        Ok(Arc::new(Field::new(self.function.name, self.function.gives.data_type(), true)))
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, given: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::new(self.function, &self.calendar, &given)?;
        let values = (self.function.compute)(&arguments)?;
        if arguments.is_one() {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&values, 0)?));
        }
        Ok(ColumnarValue::Array(values))
    }
}
