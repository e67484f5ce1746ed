using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// Remembers whether the rows of a model with a declared batch axis have the same values in a batch as alone. All objects that
/// one transformer creates share it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RowIndependence(IHostEnvironment environment, string step, string model)
{
    private readonly Lock gate = new();
    private volatile bool isConfirmed;
    private volatile bool isRefuted;

    /// <summary>Gets a value indicating whether rows of a batch were compared with the same rows alone and were equal.</summary>
    public bool IsConfirmed => isConfirmed;

    /// <summary>Gets a value indicating whether they differed. Each row then runs alone.</summary>
    public bool IsRefuted => isRefuted;

    public void Confirm() => isConfirmed = true;

    /// <summary>Records that rows depend on each other, and reports it once in MLContext.Log.</summary>
    /// <param name="observation">The observation, as a sentence.</param>
    public void Refute(string observation)
    {
        lock (gate)
        {
            if (isRefuted)
            {
                return;
            }

            isRefuted = true;
        }

        using var channel = environment.Start(step);
        channel.Warning(
            MessageSensitivity.None,
            "{0} runs model '{1}' one row at a time from now on, as ApplyOnnxModel does: {2} Export the model so that each row depends on itself alone, or set BatchSize to 1.",
            step,
            model,
            observation
        );
    }
}

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
