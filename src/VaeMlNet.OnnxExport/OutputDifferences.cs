using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>Sums up how far an output is from what is expected, over batches.</summary>
internal sealed class OutputDifferences(int index, double absoluteTolerance, double relativeTolerance)
{
    private long elements;
    private long outside;
    private double largest;
    private double squaredDifferences;
    private double squaredExpected;
    private double squaredActual;
    private double products;

    public int Index { get; } = index;

    public void Add(torch.Tensor expected, torch.Tensor actual)
    {
        if (!expected.shape.SequenceEqual(actual.shape))
        {
            throw new OnnxExportException(
                $"Output {Index} has shape [{string.Join(", ", actual.shape)}] where [{string.Join(", ", expected.shape)}] is "
                    + "expected. Compare models with the same outputs on the same inputs."
            );
        }

        var (wanted, got) = (ToNumbers(expected), ToNumbers(actual));
        for (var i = 0; i < wanted.Length; i++)
        {
            Add(wanted[i], got[i]);
        }
    }

    public OnnxOutputParity Summarize()
    {
        var bothAreZero = squaredExpected == 0 && squaredActual == 0;
        return new OnnxOutputParity(
            Index,
            elements,
            outside,
            largest,
            squaredDifferences == 0 ? 0 : Math.Sqrt(squaredDifferences / squaredExpected),
            bothAreZero ? 1 : products / Math.Sqrt(squaredExpected * squaredActual)
        );
    }

    private void Add(double expected, double actual)
    {
        elements++;
        // NaN for NaN, or an infinity for itself, is no difference, but cannot be subtracted.
        if (!double.IsFinite(expected) && expected.Equals(actual))
        {
            return;
        }

        var difference = Math.Abs(expected - actual);
        if (!double.IsFinite(difference) || difference > absoluteTolerance + (relativeTolerance * Math.Abs(expected)))
        {
            outside++;
        }

        largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        squaredDifferences += difference * difference;
        squaredExpected += expected * expected;
        squaredActual += actual * actual;
        products += expected * actual;
    }

    // Flat: TorchSharp 0.107.0 refuses to copy an empty tensor of several axes.
    private static double[] ToNumbers(torch.Tensor tensor) =>
        tensor.detach().cpu().to(torch.ScalarType.Float64).contiguous().flatten().data<double>().ToArray();
}
