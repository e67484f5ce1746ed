namespace VaeMlNet;

/// <summary>A value of a column, and the number of its cells.</summary>
/// <param name="Value">The value as the data has it.</param>
/// <param name="Count">The number of cells with the value.</param>
public sealed record VaeValueCount(string Value, long Count);
