namespace VaeMlNet.Data;

/// <summary>The type of the cells of a column.</summary>
internal enum CsvColumnKind
{
    /// <summary>Numbers. A missing cell is NaN.</summary>
    Number,

    /// <summary>true and false. No cell is missing.</summary>
    Boolean,

    /// <summary>One of several texts. A missing cell is key 0.</summary>
    Category,

    /// <summary>Two texts as the numbers 0 and 1. A missing cell is NaN.</summary>
    Truth,

    /// <summary>The time of a row: a date, or a number. No cell is missing.</summary>
    Time,

    /// <summary>Texts as they are.</summary>
    Text,

    /// <summary>Labels that mark rows, as Booleans. No cell is missing.</summary>
    Label,

    /// <summary>Labels that mark rows, as the numbers 0 and 1. A missing cell is NaN.</summary>
    Mark,
}
