using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// What is known so far of a model that declares a batch axis: whether a row has the same values in a batch as alone. Shared by
/// everything that one transformer makes.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RowIndependence(IHostEnvironment environment, string step, string model)
{
    private readonly Lock gate = new();
    private volatile bool isConfirmed;
    private volatile bool isRefuted;

    /// <summary>Rows of a batch were compared with the same rows alone, and agreed.</summary>
    public bool IsConfirmed => isConfirmed;

    /// <summary>They did not agree: from then on each row is run alone.</summary>
    public bool IsRefuted => isRefuted;

    public void Confirm() => isConfirmed = true;

    /// <summary>Remembers it, and says so once in MLContext.Log.</summary>
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
