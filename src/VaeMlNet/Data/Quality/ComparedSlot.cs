namespace VaeMlNet;

/// <summary>One variable of the comparison: a scalar column, or a slot of a vector column.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="IsNumber">Whether it is a number; otherwise its values are codes of categories.</param>
internal sealed record ComparedSlot(string Name, bool IsNumber);
