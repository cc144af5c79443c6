//! Reading xlsx.
