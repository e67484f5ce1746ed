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
