namespace VaeMlNet;

/// <summary>The order of day and month in dates such as 02/01/2024.</summary>
public enum VaeDateOrder
{
    /// <summary>The order that fits all cells of the column. Columns that both orders fit are refused.</summary>
    FromData,

    /// <summary>The day comes first: 02/01/2024 is the second of January.</summary>
    DayFirst,

    /// <summary>The month comes first: 02/01/2024 is the first of February.</summary>
    MonthFirst,
}
