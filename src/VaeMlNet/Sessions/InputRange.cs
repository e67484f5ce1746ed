using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>The values that a model's likelihood allows in each input slot: [0, 1] for Bernoulli, finite for Gaussian.</summary>
/// <remarks>Immutable, hence thread-safe.</remarks>
internal sealed class InputRange
{
    private readonly Segment[] segments;
    private readonly string modelFolder;

    public InputRange(VaeManifest manifest, string modelFolder)
        : this(
            [.. manifest.Columns.Select(c => new InputPart(c.Width, c.Likelihood == VaeColumn.Bernoulli))],
            modelFolder
        ) { }

    /// <param name="parts">One after the other; none means that nothing is checked.</param>
    /// <param name="modelFolder">The model in messages.</param>
    public InputRange(IReadOnlyList<InputPart> parts, string modelFolder)
    {
        Parts = parts;
        this.modelFolder = modelFolder;
        var perPart = new List<Segment>();
        int start = 0;
        foreach (InputPart part in parts)
        {
            perPart.Add(
                part.IsBernoulli
                    ? new(start, part.Width, 0, 1, true)
                    : new(start, part.Width, float.MinValue, float.MaxValue, false)
            );
            start += part.Width;
        }
        segments = [.. perPart];
    }

    public IReadOnlyList<InputPart> Parts { get; }

    /// <summary>Any finite numbers, for latents: float32 [L].</summary>
    public static InputRange OfLatents(VaeManifest manifest, string modelFolder) =>
        new([new InputPart(manifest.Latent.Dim, IsBernoulli: false)], modelFolder);

    /// <summary>Checks rows that lie in one array, float32 [N, D].</summary>
    /// <exception cref="InvalidOperationException">A slot is outside of what its likelihood allows, or not a finite number.</exception>
    public void CheckRows(ReadOnlySpan<float> rows, GraphTensor input)
    {
        for (int row = 0; row < rows.Length / input.Width; row++)
        {
            Check(rows.Slice(row * input.Width, input.Width), input.Name, row);
        }
    }

    /// <summary>Checks one row, float32 [D].</summary>
    /// <exception cref="InvalidOperationException">A slot is outside of what its likelihood allows, or not a finite number.</exception>
    public void Check(ReadOnlySpan<float> row, string columnName, long rowNumber)
    {
        foreach (Segment segment in segments)
        {
            ReadOnlySpan<float> slots = row.Slice(segment.Start, segment.Width);
            if (!AllWithin(slots, segment.Low, segment.High))
            {
                int slot = FirstOutside(slots, segment.Low, segment.High);
                throw Error(segment, slots[slot], columnName, rowNumber, segment.Start + slot);
            }
        }
    }

    /// <summary>Whether every slot of one row, float32 [D], is what its likelihood allows.</summary>
    public bool Allows(ReadOnlySpan<float> row)
    {
        foreach (Segment segment in segments)
        {
            if (!AllWithin(row.Slice(segment.Start, segment.Width), segment.Low, segment.High))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>False for NaN too: no comparison with it holds.</summary>
    private static bool AllWithin(ReadOnlySpan<float> values, float low, float high)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var lows = new Vector<float>(low);
        var highs = new Vector<float>(high);
        // One verdict at the end: a branch per vector costs more than the comparisons, and nearly all rows pass.
        Vector<int> within = Vector<int>.AllBitsSet;
        foreach (Vector<float> vector in vectors)
        {
            within &= Vector.GreaterThanOrEqual(vector, lows) & Vector.LessThanOrEqual(vector, highs);
        }
        return Vector.EqualsAll(within, Vector<int>.AllBitsSet)
            && FirstOutside(values[(vectors.Length * Vector<float>.Count)..], low, high) < 0;
    }

    private static int FirstOutside(ReadOnlySpan<float> values, float low, float high)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= low && values[i] <= high))
            {
                return i;
            }
        }
        return -1;
    }

    private InvalidOperationException Error(Segment segment, float value, string columnName, long rowNumber, int slot)
    {
        string expectation =
            segment.IsBernoulli && float.IsFinite(value)
                ? "the Bernoulli likelihood needs values in [0, 1]. Rescale with NormalizeMinMax, or train with DecoderLikelihood.GaussianUnitVariance."
                : $"model '{modelFolder}' needs finite values. Fill the gaps with ReplaceMissingValues, or drop such rows with FilterRowsByMissingValues first.";
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Row {rowNumber}, slot {slot} of '{columnName}' is {value}, but {expectation} Rows and slots count from 0."
            )
        );
    }

    private readonly record struct Segment(int Start, int Width, float Low, float High, bool IsBernoulli);
}
