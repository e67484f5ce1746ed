using System.Numerics.Tensors;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VaeMlNet;

/// <summary>
/// Changes the steps of the decoder's output weights for the bins of a table's numbers: the part of a step that is linear or quadratic in the normal
/// scores of the bins counts more than the rest.
/// </summary>
/// <remarks>
/// In tables of few rows for their columns, each bin has some rows only, and its weights learn their noise. With the linear and the quadratic part, a
/// number has a mean and a spread that follow from others, as in a discretized normal distribution; the rest still gives it any other form. It is no
/// part of the loss and has no state, so that a resumed training goes on as before.
/// </remarks>
internal sealed class BinUpdates
{
    // Rows, with those for validation, by the number of cells of a row.
    private const double MostRowsPerCell = 20;

    // Of a step: the factor of its linear and quadratic part, and what is left of the rest.
    private const float SmoothFactor = 3;
    private const float RestShare = 0.1f;
    private const double OutermostShare = 1e-3;

    private readonly Tensor weight; // [P, H]
    private readonly float[] before;
    private readonly (int First, float[][] Basis)[] numbers;

    private BinUpdates(Tensor weight, (int First, float[][] Basis)[] numbers)
    {
        this.weight = weight;
        this.numbers = numbers;
        before = new float[weight.numel()];
    }

    /// <summary>Returns the changes of a network's steps; null where it has enough rows, no bins, or weights that training does not draw.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="flat">The copies of the parameters that steps change; null if they change those of the network.</param>
    public static BinUpdates? Create(VariationalAutoencoder network, VaeTrainerOptions options, FlatParameters? flat) =>
        network is { Likelihood: TableLikelihood likelihood, Table: { } table, DecoderOutput.weight: { } weight }
        && options.InputNoiseOrDefault?.Kind == VaeInputNoiseKind.HiddenCells
        && table.RowCount < MostRowsPerCell * table.RawWidth
            ? new(
                flat?.ValuesOf(weight) ?? weight,
                [.. likelihood.BinShares().Select(bins => (bins.First, BasisOf(bins.Shares)))]
            )
            : null;

    /// <summary>Remembers the weights before a step.</summary>
    public void Begin()
    {
        using var numbersOfStep = weight.cpu();
        TensorValues.Memory(numbersOfStep).CopyTo(before);
    }

    /// <summary>Changes the weights after a step.</summary>
    public void End()
    {
        using var noGrad = no_grad();
        using var after = weight.cpu();
        var width = (int)weight.shape[1];
        var part = new float[width];
        foreach (var (first, basis) in numbers)
        {
            var count = basis[0].Length;
            var own = TensorValues.Memory(after).Slice(first * width, count * width);
            var start = before.AsSpan(first * width, count * width);
            var steps = new float[count * width];
            TensorPrimitives.Subtract(own, start, steps);
            TensorPrimitives.MultiplyAdd(steps, RestShare, start, own);
            foreach (var scores in basis)
            {
                Array.Clear(part);
                for (var bin = 0; bin < count; bin++)
                {
                    TensorPrimitives.MultiplyAdd(steps.AsSpan(bin * width, width), scores[bin], part, part);
                }

                for (var bin = 0; bin < count; bin++)
                {
                    var row = own.Slice(bin * width, width);
                    TensorPrimitives.MultiplyAdd(part, SmoothFactor * scores[bin], row, row);
                }
            }
        }

        if (weight.device.type != TorchSharp.DeviceType.CPU)
        {
            weight.copy_(after);
        }
    }

    /// <summary>Returns the normal scores of bins and their squares as orthonormal vectors without a mean.</summary>
    private static float[][] BasisOf(double[] shares)
    {
        var below = 0.0;
        var scores = Array.ConvertAll(
            shares,
            share =>
            {
                below += share;
                return Normal.InvCDF(0, 1, Math.Clamp(below - (share / 2), OutermostShare, 1 - OutermostShare));
            }
        );
        var linear = Normalized(scores, []);
        var quadratic = Normalized(Array.ConvertAll(scores, score => score * score), linear);
        return [ToSingle(linear), ToSingle(quadratic)];
    }

    private static double[] Normalized(double[] vector, double[] other)
    {
        var mean = vector.Average();
        var centered = Array.ConvertAll(vector, value => value - mean);
        var common = centered.Zip(other, (a, b) => a * b).Sum();
        var rest = other.Length == 0 ? centered : centered.Zip(other, (a, b) => a - (common * b)).ToArray();
        var norm = Math.Sqrt(rest.Sum(value => value * value));
        return Array.ConvertAll(rest, value => norm > 1e-6 ? value / norm : 0);
    }

    private static float[] ToSingle(double[] vector) => Array.ConvertAll(vector, value => (float)value);
}
