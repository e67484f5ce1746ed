using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Checks the requirements of batch normalization on options and batches.</summary>
internal static class BatchNormalization
{
    private const string Alternative = "normalize each row on its own, as LayerNorm does.";

    /// <summary>
    /// Returns a value indicating whether a network normalizes over the batch. The variance of a single row is then NaN.
    /// </summary>
    public static bool IsIn(nn.Module network) => network.modules().Any(module => module is BatchNorm1d or BatchNorm2d);

    /// <summary>Refuses a VampPrior, whose pseudo-inputs would change the statistics, and batches of one row, which have no variance.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">The batches.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="labeledCount">The number of rows with labels; null for none.</param>
    public static void Check(nn.Module network, BatchPlan plan, VaeTrainerOptions options, long? labeledCount)
    {
        if (options.Prior is VampPriorOptions && IsIn(network))
        {
            throw new InvalidOperationException(
                "VampPriorOptions cannot train a network with batch normalization, because the pseudo-inputs would change the "
                    + $"statistics of the rows. Use {nameof(VaePriorOptions)}.{nameof(VaePriorOptions.StandardNormal)}, or {Alternative}"
            );
        }

        if (!network.modules().OfType<BatchNorm1d>().Any())
        {
            return;
        }

        if (plan.SizeOf(0) == 1)
        {
            throw new InvalidOperationException(
                $"Batch normalization needs at least 2 rows per step, but VaeTrainerOptions.BatchSize is {plan.BatchSize} and "
                    + $"there are {plan.RowCount} training rows. Pass more rows, or {Alternative}"
            );
        }

        if (options.Labels is SemiSupervisedLabelOptions labels && labeledCount == 1)
        {
            throw new InvalidOperationException(
                "Batch normalization needs at least 2 rows with labels, but only 1 training row has a label in column "
                    + $"'{labels.ColumnName}'. Label more rows, or {Alternative}"
            );
        }
    }
}
