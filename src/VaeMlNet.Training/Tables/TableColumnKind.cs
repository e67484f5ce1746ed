namespace VaeMlNet;

/// <summary>The kinds of a table's columns.</summary>
internal enum TableColumnKind
{
    /// <summary>Single, or a vector of Single. NaN is a missing value.</summary>
    Number,

    /// <summary>Boolean. Never missing.</summary>
    Boolean,

    /// <summary>Single, or a vector of it, as bins of a histogram; NaN is a missing value.</summary>
    BinnedNumber,

    /// <summary>A key, 1 to K. 0 is a missing value.</summary>
    Key,
}
