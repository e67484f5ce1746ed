using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>
/// The last pass over the output of a layer: y = x + b for each row or pixel, or y = ReLU(x + b), with db = the sum of dy over
/// rows or pixels.
/// </summary>
/// <remarks>Rows and pixels are contiguous, [n, C]. Used by one thread at a time.</remarks>
internal sealed class BiasAndRelu
{
    // So many that an addition need not wait for the one before.
    private const int LeastVectors = 16;

    // A sum of such sums is more exact than a single one.
    private const int RowsOfSum = 256;

    private readonly LayerParameters parameters;
    private readonly int channels;
    private readonly bool isRectified;
    private readonly Vector<float>[] biases; // repeated, until the channels begin at the start of a vector again
    private readonly Vector<float>[] sums; // in the same order
    private readonly Vector<float>[] totals; // in the same order

    /// <param name="parameters">Bias [C].</param>
    /// <param name="channels">C.</param>
    /// <param name="isRectified">Whether ReLU follows.</param>
    public BiasAndRelu(LayerParameters parameters, long channels, bool isRectified)
    {
        (this.parameters, this.channels, this.isRectified) = (parameters, (int)channels, isRectified);
        var period = this.channels / (int)BigInteger.GreatestCommonDivisor(channels, Vector<float>.Count);
        biases = new Vector<float>[(LeastVectors + period - 1) / period * period];
        sums = new Vector<float>[biases.Length];
        totals = new Vector<float>[biases.Length];
    }

    /// <summary>Reads the bias.</summary>
    public void Load()
    {
        if (parameters.Bias is { } bias)
        {
            var values = TensorValues.Memory(bias);
            for (var repeated = Numbers(biases); !repeated.IsEmpty; repeated = repeated[values.Length..])
            {
                values.CopyTo(repeated);
            }
        }
    }

    /// <summary>Adds the bias, and applies ReLU if it follows.</summary>
    /// <param name="rows">[n, C].</param>
    public void Apply(Span<float> rows)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(rows);
        for (var start = 0; start < vectors.Length; start += biases.Length)
        {
            var part = vectors.Slice(start, Math.Min(biases.Length, vectors.Length - start));
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = Output(part[i] + biases[i]);
            }
        }

        for (var i = vectors.Length * Vector<float>.Count; i < rows.Length; i++)
        {
            rows[i] = Output(new(rows[i] + Numbers(biases)[i % Numbers(biases).Length]))[0];
        }
    }

    /// <summary>Begins the gradient of the bias with 0.</summary>
    public void ClearGradient() => Array.Clear(totals);

    /// <summary>Multiplies gradients by the slope of ReLU if it follows, and adds them to the gradient of the bias.</summary>
    /// <param name="gradients">[n, C].</param>
    /// <param name="outputs">The results of <see cref="Apply"/>, of the same shape.</param>
    public void Differentiate(Span<float> gradients, ReadOnlySpan<float> outputs)
    {
        for (var start = 0; start < gradients.Length; start += RowsOfSum * channels)
        {
            var length = Math.Min(RowsOfSum * channels, gradients.Length - start);
            Array.Clear(sums);
            AddUp(gradients.Slice(start, length), outputs.Slice(start, length));
            TensorPrimitives.Add(Numbers(totals), Numbers(sums), Numbers(totals));
        }
    }

    /// <summary>Writes the gradient of the bias.</summary>
    public void StoreGradient()
    {
        if (parameters.BiasGradient is { } gradient)
        {
            var values = TensorValues.Memory(gradient);
            var lanes = Numbers(totals);
            values.Clear();
            for (var i = 0; i < lanes.Length; i++)
            {
                values[i % values.Length] += lanes[i];
            }
        }
    }

    private static Span<float> Numbers(Vector<float>[] vectors) =>
        MemoryMarshal.Cast<Vector<float>, float>(vectors.AsSpan());

    private void AddUp(Span<float> gradient, ReadOnlySpan<float> output)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var outputs = MemoryMarshal.Cast<float, Vector<float>>(output);
        for (var start = 0; start < vectors.Length; start += sums.Length)
        {
            var part = vectors.Slice(start, Math.Min(sums.Length, vectors.Length - start));
            var ofPart = outputs.Slice(start, part.Length);
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = Slope(part[i], ofPart[i]);
                sums[i] += part[i];
            }
        }

        for (var i = vectors.Length * Vector<float>.Count; i < gradient.Length; i++)
        {
            gradient[i] = Slope(new(gradient[i]), new(output[i]))[0];
            Numbers(sums)[i % Numbers(sums).Length] += gradient[i];
        }
    }

    private Vector<float> Output(Vector<float> x) => isRectified ? ReluActivation.Output(x) : x;

    private Vector<float> Slope(Vector<float> gradient, Vector<float> output) =>
        isRectified ? ReluActivation.MultiplyBySlope(gradient, output) : gradient;
}
