using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Reports the losses of each epoch.</summary>
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
