namespace VaeMlNet;

/// <summary>Describes whether the graphs of a step compute each row from that row alone.</summary>
internal sealed record BatchAxis
{
    private BatchAxis() { }

    /// <summary>Gets the axis of a model folder's graphs: they always compute each row alone.</summary>
    public static BatchAxis Certain { get; } = new();

    /// <summary>Gets the axis of a model that declares one. Batches are compared with rows that run alone.</summary>
    public static BatchAxis Declared { get; } = new() { IsUncertain = true };

    /// <summary>Gets a value indicating whether a row could depend on the other rows of its batch.</summary>
    public bool IsUncertain { get; private init; }

    /// <summary>Gets the reason why the graphs have no batch axis, so that each run has one row; null if they have one.</summary>
    public string? MissingBecause { get; private init; }

    /// <summary>Creates the description of graphs without a batch axis.</summary>
    /// <param name="reason">The reason, as a clause.</param>
    public static BatchAxis Missing(string reason) => new() { IsUncertain = true, MissingBecause = reason };
}
