namespace VaeMlNet;

/// <summary>Whether the graphs of a step compute each row of a batch from that row alone.</summary>
internal sealed record BatchAxis
{
    private BatchAxis() { }

    /// <summary>The graphs of a model folder do.</summary>
    public static BatchAxis Certain { get; } = new();

    /// <summary>The model says so; that is compared with rows run alone.</summary>
    public static BatchAxis Declared { get; } = new() { IsUncertain = true };

    /// <summary>It may be that they do not.</summary>
    public bool IsUncertain { get; private init; }

    /// <summary>Why there is none: every run is of one row. Null where there is one.</summary>
    public string? MissingBecause { get; private init; }

    /// <summary>There is none.</summary>
    /// <param name="reason">Why, as a clause.</param>
    public static BatchAxis Missing(string reason) => new() { IsUncertain = true, MissingBecause = reason };
}
