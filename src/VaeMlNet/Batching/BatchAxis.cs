namespace VaeMlNet;

/// <summary>The knowledge about a batch axis: whether the graphs of a step compute each row from that row alone.</summary>
internal sealed record BatchAxis
{
    private BatchAxis() { }

    /// <summary>The graphs of a model folder do.</summary>
    public static BatchAxis Certain { get; } = new();

    /// <summary>The model says so; that is compared with rows run alone.</summary>
    public static BatchAxis Declared { get; } = new() { IsUncertain = true };

    /// <summary>It may be that they do not.</summary>
    public bool IsUncertain { get; private init; }

    /// <summary>
    /// Gets the reason why the graphs have no batch axis, so that each run has one row; null where they have one.
    /// </summary>
    public string? MissingBecause { get; private init; }

    /// <summary>There is none.</summary>
    /// <param name="reason">The reason, as a clause.</param>
    public static BatchAxis Missing(string reason) => new() { IsUncertain = true, MissingBecause = reason };
}
