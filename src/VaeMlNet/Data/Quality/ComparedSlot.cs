namespace VaeMlNet;

/// <summary>One variable of the comparison: a scalar column, or a slot of a vector column.</summary>
/// <param name="Name">The name of the variable in the report.</param>
/// <param name="IsNumber">True for a number; false for a category, whose values are numbered.</param>
internal sealed record ComparedSlot(string Name, bool IsNumber);
