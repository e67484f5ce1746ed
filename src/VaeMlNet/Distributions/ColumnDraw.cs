using System.Numerics.Tensors;

namespace VaeMlNet;

/// <summary>Writes the values of a column from the outputs of decoder.onnx, which describe p(x|z): samples or means.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="column">The column.</param>
/// <param name="firstSlot">The number of the column's first slot. It selects the random numbers of the column.</param>
internal abstract class ColumnDraw(VaeColumn column, int firstSlot)
{
    /// <summary>Gets the outputs of the decoder that the values need.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; protected init; } = GraphTensors.ColumnParameters(column);

    /// <summary>Gets the element type and the width of the values.</summary>
    public GraphTensor Value { get; } = GraphTensors.Input(column);

    protected VaeColumn Column => column;

    /// <summary>Gets the number of the column's first slot among those of all columns.</summary>
    public int FirstSlot => firstSlot;

    /// <summary>Writes the column's values of a row.</summary>
    /// <param name="decoded">The outputs of the decoder.</param>
    /// <param name="random">The random numbers of the row; null to write the values that the means stand for.</param>
    /// <param name="values">The destination of the values.</param>
    /// <param name="index">The index of the column among the tensors of the destination.</param>
    public abstract void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index);

    /// <summary>Writes a sample of one slot of a row.</summary>
    /// <param name="decoded">The outputs of the decoder.</param>
    /// <param name="random">The random numbers of the row.</param>
    /// <param name="values">The destination of the values.</param>
    /// <param name="index">The index of the column among the tensors of the destination.</param>
    /// <param name="slot">The slot of the column. Only columns of numbers have several.</param>
    /// <param name="mean">The imputer's value of a number, around which it is drawn; null to sample from p(x|z).</param>
    public virtual void WriteSlot(
        DecodedRow decoded,
        RowRandom random,
        TypedRows values,
        int index,
        int slot,
        float? mean = null
    ) => Write(decoded, random, values, index);
}

/// <summary>Writes Booleans: samples with the decoder's probability, or true if it is above 1/2.</summary>
internal sealed class BooleanDraw(VaeColumn column, int firstSlot) : ColumnDraw(column, firstSlot)
{
    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var probability = decoded[0][0];
        values.Row<bool>(index, decoded.Row)[0] = random is { } row
            ? row.Uniform(FirstSlot) < probability
            : probability > 0.5f;
    }
}

/// <summary>Writes keys, which count from 1: samples with the decoder's probabilities, or the most probable key.</summary>
internal sealed class KeyDraw(VaeColumn column, int firstSlot) : ColumnDraw(column, firstSlot)
{
    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var probabilities = decoded[0];
        var category = random is { } row
            ? row.Category(FirstSlot, probabilities)
            : TensorPrimitives.IndexOfMax(probabilities);
        values.Row<uint>(index, decoded.Row)[0] = (uint)category + 1;
    }
}

/// <summary>
/// Writes numbers: samples from the column's likelihood, or the decoder's means, with the decimals of the training values for bins.
/// </summary>
/// <param name="column">The column of a table model.</param>
/// <param name="firstSlot">The number of the column's first slot. It selects the random numbers of the column.</param>
/// <param name="clamps">True to clamp values to the range of the training data.</param>
internal sealed class NumberDraw(VaeColumn column, int firstSlot, bool clamps) : ColumnDraw(column, firstSlot)
{
    private readonly ColumnLikelihood likelihood = ColumnLikelihood.Get(column);

    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var x = values.Row<float>(index, decoded.Row);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Draw(decoded, random, i, imputed: null);
        }
    }

    public override void WriteSlot(
        DecodedRow decoded,
        RowRandom random,
        TypedRows values,
        int index,
        int slot,
        float? mean = null
    ) => values.Row<float>(index, decoded.Row)[slot] = Draw(decoded, random, slot, mean);

    private float Draw(DecodedRow decoded, RowRandom? random, int slot, float? imputed)
    {
        var number = new DecodedNumber(Column, decoded, slot);
        var value =
            random is { } row
                ? (float)(
                    imputed is { } mean && Column.ImputedSpread is { } spread
                        ? likelihood.DrawAround(number, row, FirstSlot + slot, mean, spread)
                        : likelihood.Draw!(number, row, FirstSlot + slot)
                )
            : Column.Bins is { } bins ? bins[slot].ToPossible(number.Mean)
            : (float)number.Mean;
        return clamps ? Math.Clamp(value, (float)Column.Minimum, (float)Column.Maximum) : value;
    }
}

/// <summary>Writes features: the decoder's means as they are. Features are never sampled.</summary>
internal sealed class UnchangedDraw : ColumnDraw
{
    public UnchangedDraw(VaeColumn column)
        : base(column, firstSlot: 0)
    {
        Parameters = [Parameters[0]];
    }

    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index) =>
        decoded[0].CopyTo(values.Row<float>(index, decoded.Row));
}
