namespace VaeMlNet.Tooling;

/// <summary>What the cells of a table's column hold.</summary>
internal enum CsvColumnKind
{
    /// <summary>Numbers; a missing cell is NaN.</summary>
    Number,

    /// <summary>true and false; no cell is missing.</summary>
    Boolean,

    /// <summary>One of some texts; a missing cell is key 0.</summary>
    Category,
}
