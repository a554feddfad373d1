//! Pages of PDF files, drawn and read back.
