using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Checks the requirements of batch normalization on batches.</summary>
internal static class BatchNormalization
{
    /// <summary>
    /// Returns a value indicating whether a network normalizes over the batch. The variance of a single row is then NaN.
    /// </summary>
    public static bool IsIn(nn.Module network) => network.modules().Any(module => module is BatchNorm1d or BatchNorm2d);

    /// <summary>Refuses batches of one row, which have no variance.</summary>
    public static void Check(nn.Module network, BatchPlan plan)
    {
        if (plan.SizeOf(0) == 1 && network.modules().OfType<BatchNorm1d>().Any())
        {
            throw new InvalidOperationException(
                $"Batch normalization needs at least 2 rows per step, but VaeTrainerOptions.BatchSize is {plan.BatchSize} and "
                    + $"there are {plan.RowCount} training rows. Pass more rows, or normalize each row on its own, as LayerNorm does."
            );
        }
    }
}
