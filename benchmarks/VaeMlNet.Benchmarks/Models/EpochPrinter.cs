using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Says what each epoch came to, so that a long run shows that it lives.</summary>
internal sealed class EpochPrinter(Action<string> report) : IProgress<VaeTrainingProgress>
{
    public void Report(VaeTrainingProgress value)
    {
        if (value.CompletedEpoch is { } epoch)
        {
            report(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  epoch {value.Epoch}/{value.EpochCount}: test loss {(epoch.Validation ?? epoch.Training).Total:F2}"
                )
            );
        }
    }
}
