using System.Globalization;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>Writes about ten lines per training about its epochs to <c>MLContext.Log</c>.</summary>
/// <param name="channel">The estimator's channel.</param>
internal sealed class EpochLog(IChannel channel) : IProgress<VaeTrainingProgress>
{
    private const int LineCount = 10;

    /// <inheritdoc />
    public void Report(VaeTrainingProgress value)
    {
        if (value.CompletedEpoch is { } epoch && IsTold(epoch.Epoch, value.EpochCount))
        {
            var loss = epoch.Validation ?? epoch.Training;
            channel.Info(
                MessageSensitivity.None,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"epoch {epoch.Epoch}/{value.EpochCount}: loss {loss.Total:F2} = reconstruction {loss.Reconstruction:F2} + KL {loss.Kl:F2} nats"
                )
            );
        }
    }

    private static bool IsTold(int epoch, int count) => epoch == count || epoch % Math.Max(1, count / LineCount) == 0;
}
