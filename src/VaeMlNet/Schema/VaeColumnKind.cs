namespace VaeMlNet;

/// <summary>The kinds of columns that a table can have.</summary>
public enum VaeColumnKind
{
    /// <summary>Numbers, at least one of them with a fraction.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    WholeNumber,

    /// <summary>Two values that mean false and true, such as 0 and 1 or no and yes.</summary>
    Boolean,

    /// <summary>One of some texts or codes without an order.</summary>
    Category,

    /// <summary>One of some texts with an order, such as low, medium and high.</summary>
    OrderedCategory,

    /// <summary>Dates, times, or both.</summary>
    Date,

    /// <summary>Values that name a row or a thing, such as keys and row numbers. Models leave them out.</summary>
    Identifier,

    /// <summary>Texts of several words that hardly repeat. Models leave them out.</summary>
    Text,

    /// <summary>The same value in every row, or no value at all. Models leave them out.</summary>
    Constant,

    /// <summary>A column that the user leaves out.</summary>
    Ignored,
}
