namespace VaeMlNet.Data;

/// <summary>The sentences of errors about a profile that say what to do. A tool names its options, and the library its properties.</summary>
internal sealed record ProfileAdvice
{
    /// <summary>Gets the function that returns what to do about a column's problem.</summary>
    public required Func<VaeColumnProfile, string> OnProblem { get; init; }

    /// <summary>Gets what to do about a table of which no column is of use.</summary>
    public required string OnUse { get; init; }

    /// <summary>Gets the function that returns where the problems of the other columns are shown, given the path of the file; empty for nowhere.</summary>
    public required Func<string, string> OnOthers { get; init; }
}
