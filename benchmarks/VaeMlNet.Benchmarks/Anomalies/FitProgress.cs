using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Reports the progress of a fit as a line every few seconds.</summary>
/// <param name="fit">The name of the fit.</param>
/// <param name="report">Receives the lines.</param>
/// <param name="interval">The shortest time between two lines.</param>
internal sealed class FitProgress(string fit, Action<string> report, TimeSpan interval) : IProgress<VaeTrainingProgress>
{
    private readonly Stopwatch sinceLine = Stopwatch.StartNew();

    /// <inheritdoc />
    public void Report(VaeTrainingProgress value)
    {
        if (sinceLine.Elapsed < interval)
        {
            return;
        }

        sinceLine.Restart();
        report(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{fit}: epoch {value.Epoch}/{value.EpochCount}, row {value.RowsDone}/{value.RowCount}, loss {value.Loss?.Total:0.00}"
            )
        );
    }
}
